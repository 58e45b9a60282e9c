package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names OpenZFS lets a dataset have. What {@code zfs} would refuse is refused here, with the reason, before it travels to a machine.
 */
public final class DatasetName {
    /** Bytes of a whole name, snapshot part included. */
    static final int LONGEST = 255;

    private static final Pattern POOL = Pattern.compile("[A-Za-z][A-Za-z0-9_.: -]*");
    private static final Pattern RESERVED_POOL = Pattern.compile("(mirror|raidz|draid|spare|log|c[0-9]).*");
    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.: -]+");

    private DatasetName() {}

    public static boolean isAtOrBelow(String dataset, String parent) {
        return dataset.equals(parent) || dataset.startsWith(parent + "/");
    }

    public static String pool(String dataset) {
        return dataset.split("/", 2)[0];
    }

    /** What is wrong with the name, as the end of a sentence that begins with it; empty when nothing is. */
    public static Optional<String> objection(String name) {
        if (name.length() > LONGEST - SnapshotName.LENGTH - 1) {
            return Optional.of("is too long: with a snapshot's name behind it ZFS allows " + LONGEST + " characters");
        }
        String[] components = name.split("/", -1);
        for (String component : components) {
            if (!COMPONENT.matcher(component).matches() || component.equals(".") || component.equals("..")) {
                return Optional.of("is no dataset name: '" + component
                        + "' is not made of letters, digits, '_', '-', ':', '.' and blanks");
            }
        }
        return POOL.matcher(components[0]).matches()
                        && !RESERVED_POOL.matcher(components[0]).matches()
                ? Optional.empty()
                : Optional.of("is no dataset name: no pool can be called '" + components[0] + "'");
    }
}
