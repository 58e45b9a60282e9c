package org.openfoodfacts.brigade.confs.draft;

import java.util.List;

/** A machine that the tree implies. {@code host} and {@code vmid} are null for a host; {@code folder} is null when it has none below confs/. */
record DraftedNode(
        String name,
        String site,
        String host,
        Integer vmid,
        List<String> roles,
        List<String> addresses,
        String folder) {
    DraftedNode {
        roles = List.copyOf(roles);
        addresses = List.copyOf(addresses);
    }

    boolean isHost() {
        return host == null;
    }
}
