package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.regex.Pattern;

/** Names as ZFS allows them. Nothing that could be read as an option, a list or a range of snapshots passes. */
public final class ZfsNames {
    private static final int LONGEST = 255;
    private static final Pattern DATASET =
            Pattern.compile("[A-Za-z][A-Za-z0-9_.: -]*(/[A-Za-z0-9_.:-][A-Za-z0-9_.: -]*)*");
    private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z0-9_.:-][A-Za-z0-9_.: -]*");

    private ZfsNames() {}

    public static boolean isDataset(String name) {
        return name != null && name.length() <= LONGEST && DATASET.matcher(name).matches();
    }

    /** The pool that a dataset of this name would lie in. */
    public static String pool(String dataset) {
        return dataset.split("/", 2)[0];
    }

    /** The part behind the {@code @}. */
    public static boolean isSnapshot(String name) {
        return name != null
                && name.length() <= LONGEST
                && SNAPSHOT.matcher(name).matches();
    }
}
