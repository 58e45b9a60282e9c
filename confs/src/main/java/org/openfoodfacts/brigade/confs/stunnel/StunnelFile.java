package org.openfoodfacts.brigade.confs.stunnel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A stunnel configuration as it is written: global options, of which those of services are defaults, then the services. */
public record StunnelFile(List<Option> global, List<Service> services) {
    public StunnelFile {
        global = List.copyOf(global);
        services = List.copyOf(services);
    }

    /** {@code name} in lower case, because stunnel does not tell cases apart; {@code line} counts from 1. */
    public record Option(String name, String value, int line) {}

    /** A {@code [name]} section; {@code options} are its own, {@code defaults} the global ones. */
    public record Service(String name, int line, List<Option> options, List<Option> defaults) {
        public Service {
            options = List.copyOf(options);
            defaults = List.copyOf(defaults);
        }

        /** The option that counts: the section's last, else the global last. */
        public Optional<Option> option(String name) {
            return last(options, name).or(() -> last(defaults, name));
        }

        /** All of an option that may repeat, the section's only. */
        public Stream<Option> all(String name) {
            return options.stream().filter(o -> o.name().equals(name));
        }

        public boolean has(String name) {
            return option(name).isPresent();
        }

        public Optional<String> value(String name) {
            return option(name).map(Option::value);
        }

        /** True for an entrance, which speaks TLS to where it connects. */
        public boolean isClient() {
            return value("client").filter(v -> v.equalsIgnoreCase("yes")).isPresent();
        }

        /** Where it listens; empty for one that does not, or on a Unix socket. */
        public Optional<Endpoint> accept() {
            return value("accept").flatMap(Endpoint::parse);
        }
    }

    public Optional<Option> option(String name) {
        return last(global, name);
    }

    private static Optional<Option> last(List<Option> options, String name) {
        return options.stream().filter(o -> o.name().equals(name)).reduce((_, last) -> last);
    }
}
