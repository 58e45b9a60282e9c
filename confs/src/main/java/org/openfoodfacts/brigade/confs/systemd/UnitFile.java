package org.openfoodfacts.brigade.confs.systemd;

import java.util.List;
import java.util.stream.Stream;

/** A systemd unit file or drop-in as it is written: sections and settings in order, a key as often as it stands. */
public record UnitFile(List<Section> sections) {
    public UnitFile {
        sections = List.copyOf(sections);
    }

    /** {@code line} is that of the header. */
    public record Section(String name, int line, List<Setting> settings) {
        public Section {
            settings = List.copyOf(settings);
        }
    }

    /** {@code value} with its continued lines joined; {@code line} is where the key stands. */
    public record Setting(String key, String value, int line) {}

    public Stream<Setting> all(String section, String key) {
        return sections.stream()
                .filter(s -> s.name().equals(section))
                .flatMap(s -> s.settings().stream())
                .filter(s -> s.key().equals(key));
    }

    public boolean has(String section) {
        return sections.stream().anyMatch(s -> s.name().equals(section));
    }
}
