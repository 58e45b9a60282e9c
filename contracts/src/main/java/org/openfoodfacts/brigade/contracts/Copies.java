package org.openfoodfacts.brigade.contracts;

import java.util.List;
import java.util.Map;

/** Immutable copies for the records' lists and maps; what an older sender did not know of is empty, not null. */
public final class Copies {
    private Copies() {}

    public static <T> List<T> of(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    public static <K, V> Map<K, V> of(Map<K, V> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }
}
