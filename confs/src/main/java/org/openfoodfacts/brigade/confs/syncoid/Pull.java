package org.openfoodfacts.brigade.confs.syncoid;

import java.util.List;

/** One line of a syncoid-args.conf: one run of syncoid. {@code line} is its first line. */
public record Pull(int line, List<Option> options, Endpoint source, Endpoint target) {
    public Pull {
        options = List.copyOf(options);
    }

    /** {@code name} is the long one, without dashes; {@code value} is empty for a switch. */
    public record Option(String name, String value) {}

    public boolean has(String option) {
        return options.stream().anyMatch(o -> o.name().equals(option));
    }

    public boolean isRecursive() {
        return has("recursive");
    }

    /** False when it brings only what lies below its source; syncoid passes over --skip-parent without --recursive. */
    public boolean bringsParent() {
        return !(isRecursive() && has("skip-parent"));
    }

    /** {@code user} and {@code host} are empty for what lies on the machine itself. */
    public record Endpoint(String user, String host, String dataset) {

        /** As syncoid takes it apart ({@code getssh}): up to an @ the user, then up to the first colon the host. */
        static Endpoint parse(String written) {
            int at = written.indexOf('@');
            int colon = written.indexOf(':', at + 1);
            String host = colon < 0 ? "" : written.substring(at + 1, colon);
            return host.isEmpty() || host.contains("/")
                    ? new Endpoint("", "", written)
                    : new Endpoint(at < 0 ? "" : written.substring(0, at), host, written.substring(colon + 1));
        }

        public boolean isRemote() {
            return !host.isEmpty();
        }

        /** The last part of the dataset's name. */
        public String leaf() {
            return dataset.substring(dataset.lastIndexOf('/') + 1);
        }

        /** The dataset's name without its last part; empty for a pool. */
        public String parent() {
            int slash = dataset.lastIndexOf('/');
            return slash < 0 ? "" : dataset.substring(0, slash);
        }

        /** True when {@code other} lies below it, on whatever machine. */
        public boolean isAbove(Endpoint other) {
            return other.dataset().startsWith(dataset + "/");
        }

        @Override
        public String toString() {
            return (user.isEmpty() ? "" : user + "@") + (host.isEmpty() ? "" : host + ":") + dataset;
        }
    }
}
