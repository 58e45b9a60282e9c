package org.openfoodfacts.brigade.confs.fail2ban;

import java.util.List;
import java.util.Optional;

/** A file of fail2ban as it is written: jails, an action or a filter. */
public record BanFile(List<Section> sections) {
    public BanFile {
        sections = List.copyOf(sections);
    }

    /** {@code name} in lower case; {@code value} has a line break where it was continued; {@code line} counts from 1. */
    public record Option(String name, String value, int line) {}

    public record Section(String name, int line, List<Option> options) {
        public Section {
            options = List.copyOf(options);
        }

        public Optional<Option> option(String name) {
            return options.stream().filter(o -> o.name().equals(name)).findFirst();
        }
    }

    public Optional<Section> section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    public Optional<Option> option(String section, String name) {
        return section(section).flatMap(s -> s.option(name));
    }
}
