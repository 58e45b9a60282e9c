package org.openfoodfacts.brigade.contracts;

import java.util.regex.Pattern;

/**
 * A node's name is its identity everywhere: topic, Kafka user, key and {@code confs/} folder. It is a DNS label (RFC 1123) in lower
 * case, so it can never contain the separators of topics ({@code .}), keys ({@code /}) or key ids ({@code #}).
 */
public final class NodeName {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private NodeName() {}

    public static boolean isValid(String name) {
        return name != null && LABEL.matcher(name).matches();
    }

    /** Returns the name, or throws IllegalArgumentException that says what a node name looks like. */
    public static String require(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a node name: 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
        }
        return name;
    }
}
