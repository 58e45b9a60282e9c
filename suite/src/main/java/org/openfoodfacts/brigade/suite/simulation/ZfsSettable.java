package org.openfoodfacts.brigade.suite.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The native properties one may set: default, whether children have their parent's, and which values they take. */
enum ZfsSettable {
    ATIME("atime", "on", true, "on | off"),
    CANMOUNT("canmount", "on", false, "on | off | noauto"),
    COMPRESSION("compression", "on", true, "on | off | lz4 | zstd | gzip | zle"),
    EXEC("exec", "on", true, "on | off"),
    MOUNTPOINT("mountpoint", "", true, "<path> | legacy | none"),
    QUOTA("quota", "0", false, ZfsSettable.SIZE),
    READONLY("readonly", "off", true, "on | off"),
    RECORDSIZE("recordsize", "131072", true, ZfsSettable.SIZE),
    REFQUOTA("refquota", "0", false, ZfsSettable.SIZE);

    private static final String SIZE = "<size>";

    private final String property;
    private final String byDefault;
    private final boolean inherits;
    private final String values;

    ZfsSettable(String property, String byDefault, boolean inherits, String values) {
        this.property = property;
        this.byDefault = byDefault;
        this.inherits = inherits;
        this.values = values;
    }

    static Optional<ZfsSettable> of(String property) {
        return Arrays.stream(values())
                .filter(settable -> settable.property.equals(property))
                .findFirst();
    }

    String property() {
        return property;
    }

    String byDefault() {
        return byDefault;
    }

    boolean inherits() {
        return inherits;
    }

    /** The value as it is kept, sizes in bytes; empty when this property does not take it. */
    Optional<String> taken(String value) {
        if (values.equals(SIZE)) {
            return value.equals("none") && this != RECORDSIZE ? Optional.of("0") : bytes(value);
        }
        boolean path = this == MOUNTPOINT && value.startsWith("/");
        return path || List.of(values.split(" \\| ")).contains(value) ? Optional.of(value) : Optional.empty();
    }

    /** What zfs says of a value that it does not take. */
    String demand() {
        return values.equals(SIZE) ? "bad numeric value" : "'" + property + "' must be one of '" + values + "'";
    }

    /** A size as people write it, in bytes. */
    static Optional<String> bytes(String value) {
        if (!value.matches("\\d{1,15}[KMGT]?")) {
            return Optional.empty();
        }
        int unit = "KMGT".indexOf(value.charAt(value.length() - 1));
        String digits = unit < 0 ? value : value.substring(0, value.length() - 1);
        return Optional.of(Long.toString(Long.parseLong(digits) << (10 * (unit + 1))));
    }
}
