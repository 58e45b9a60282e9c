package org.openfoodfacts.brigade.agent.tools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** So much of a list that a person reads, and that any record holds. */
public final class FirstOf {
    private static final int MOST = 500;

    private FirstOf() {}

    /** The first 500, and how many more there are. */
    public static List<String> all(Collection<String> all) {
        if (all.size() <= MOST) {
            return List.copyOf(all);
        }
        List<String> first = new ArrayList<>(all.stream().limit(MOST).toList());
        first.add("… and " + (all.size() - MOST) + " more");
        return first;
    }
}
