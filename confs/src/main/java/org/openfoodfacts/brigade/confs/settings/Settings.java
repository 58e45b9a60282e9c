package org.openfoodfacts.brigade.confs.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of a service: {@code key} in lower case, with dots where the file is nested; of one that stands twice the last counts. */
public record Settings(List<Setting> all) {
    public Settings {
        all = List.copyOf(all);
    }

    /** {@code line} counts from 1. */
    public record Setting(String key, String value, int line) {}

    public Optional<Setting> last(String key) {
        return every(key).reduce((_, last) -> last);
    }

    public Stream<Setting> every(String key) {
        return all.stream().filter(s -> s.key().equals(key));
    }

    public boolean has(String key) {
        return every(key).findAny().isPresent();
    }

    public boolean is(String key, String value) {
        return last(key).filter(s -> s.value().equalsIgnoreCase(value)).isPresent();
    }
}
