package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf;
import org.openfoodfacts.brigade.confs.proxmox.ContainerConf.IdMapping;

/**
 * The id maps a container runs with: its own, else the one Proxmox gives to unprivileged containers (update_lxc_config in PVE::LXC), else
 * none. The third number of a mapping is a count.
 */
final class IdMaps {
    static final List<Character> TYPES = List.of('u', 'g');
    /** The ids a container needs: 0 to 65535, 65534 being nobody. */
    static final long IDS = 65_536;

    private IdMaps() {}

    static boolean isCustom(ContainerConf container) {
        return !container.idMappings().isEmpty();
    }

    /** Of type u or g, by the ids inside; line 0 for Proxmox's own. */
    static List<IdMapping> of(ContainerConf container, char type) {
        if (!isCustom(container)) {
            return container.written().isOn("unprivileged")
                    ? List.of(new IdMapping(type, 0, 100_000, IDS, 0))
                    : List.of();
        }
        return container.idMappings().stream()
                .filter(mapping -> mapping.type() == type)
                .sorted(Comparator.comparingLong(IdMapping::inside))
                .toList();
    }

    /** Ids {@code first} to {@code last} of the container that no mapping covers; {@code line} is of the mapping before them. */
    record Hole(long first, long last, int line) {
        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + " to " + last;
        }
    }

    static List<Hole> holes(List<IdMapping> mappings) {
        List<Hole> holes = new ArrayList<>();
        long next = 0;
        int line = mappings.isEmpty() ? 0 : mappings.getFirst().line();
        for (IdMapping mapping : mappings) {
            if (mapping.inside() > next && next < IDS) {
                holes.add(new Hole(next, Math.min(mapping.inside(), IDS) - 1, line));
            }
            next = Math.max(next, mapping.inside() + mapping.count());
            line = mapping.line();
        }
        if (next < IDS) {
            holes.add(new Hole(next, IDS - 1, line));
        }
        return holes;
    }

    static String kind(char type) {
        return type == 'u' ? "user" : "group";
    }
}
