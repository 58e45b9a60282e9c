package org.openfoodfacts.brigade.confs.proxmox;

import java.util.List;
import java.util.Optional;

/**
 * A guest's Proxmox file as it is written: {@code key: value} lines, then a section per snapshot. The description is decoded; {@code
 * sections} hold what the guest was, or (PENDING) shall become, and not what it is.
 */
public record ProxmoxFile(String description, List<Property> properties, List<Section> sections) {
    public ProxmoxFile {
        properties = List.copyOf(properties);
        sections = List.copyOf(sections);
    }

    /** {@code line} counts from 1. */
    public record Property(String key, String value, int line) {}

    public record Section(String name, String description, List<Property> properties, int line) {
        public Section {
            properties = List.copyOf(properties);
        }
    }

    /** The value of a key; of one that stands several times the first. */
    public Optional<String> value(String key) {
        return properties.stream()
                .filter(p -> p.key().equals(key))
                .map(Property::value)
                .findFirst();
    }

    /** A toggle as Proxmox reads it; false when absent. */
    public boolean isOn(String key) {
        return value(key)
                .filter(v -> v.equals("1") || v.equals("yes") || v.equals("on") || v.equals("true"))
                .isPresent();
    }
}
