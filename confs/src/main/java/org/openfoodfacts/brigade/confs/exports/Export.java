package org.openfoodfacts.brigade.confs.exports;

import java.util.List;

/** A folder that NFS gives to others: {@code clients} with their options, those of the whole line first; none means everybody. */
public record Export(String path, List<String> clients, int line) {
    public Export {
        clients = List.copyOf(clients);
    }
}
