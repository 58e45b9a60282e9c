package org.openfoodfacts.brigade.confs.proxmox;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile.Property;

/** A Proxmox file of sections: storage.cfg, replication.cfg, jobs.cfg. */
public record SectionConfig(List<Entry> entries) {
    public SectionConfig {
        entries = List.copyOf(entries);
    }

    /** {@code type: id} and the indented lines below it. */
    public record Entry(String type, String id, int line, List<Property> properties) {
        public Entry {
            properties = List.copyOf(properties);
        }

        public Optional<String> value(String key) {
            return properties.stream()
                    .filter(p -> p.key().equals(key))
                    .map(Property::value)
                    .findFirst();
        }
    }
}
