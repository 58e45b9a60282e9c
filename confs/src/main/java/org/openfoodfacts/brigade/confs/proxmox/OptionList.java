package org.openfoodfacts.brigade.confs.proxmox;

import java.util.LinkedHashMap;
import java.util.Map;

/** A value with comma-separated options: one part may stand without a name and is then the {@code head}. */
record OptionList(String head, Map<String, String> options) {
    OptionList {
        options = Map.copyOf(options);
    }

    /** {@code headName} is the name under which the head may be written too ({@code volume=…}). */
    static OptionList parse(String value, String headName) {
        String head = "";
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : value.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                head = head.isEmpty() ? part.strip() : head;
            } else {
                options.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        String named = options.remove(headName);
        return new OptionList(head.isEmpty() && named != null ? named : head, options);
    }

    String get(String name) {
        return options.get(name);
    }
}
