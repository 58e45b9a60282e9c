package org.openfoodfacts.brigade.suite.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What {@code zfs allow} gives the users of a machine; one of whom nothing was said may do all, as root may. */
final class ZfsRights {
    private final Map<String, Set<String>> allowed = new HashMap<>();
    private String acting;

    void allow(String user, Set<String> rights) {
        allowed.put(user, Set.copyOf(rights));
    }

    /** {@code user} null: root. */
    void actAs(String user) {
        acting = user;
    }

    boolean allows(String right) {
        return acting == null
                || !allowed.containsKey(acting)
                || allowed.get(acting).contains(right);
    }
}
