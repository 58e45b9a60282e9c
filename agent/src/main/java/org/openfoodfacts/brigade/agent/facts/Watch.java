package org.openfoodfacts.brigade.agent.facts;

import java.util.List;

/** What to watch beyond what every machine has: git checkouts, systemd units that must be active, certificate files or folders. */
public record Watch(List<String> checkouts, List<String> units, List<String> certificates) {
    public static final Watch NOTHING = new Watch(List.of(), List.of(), List.of());

    public Watch {
        checkouts = List.copyOf(checkouts);
        units = List.copyOf(units);
        certificates = List.copyOf(certificates);
    }
}
