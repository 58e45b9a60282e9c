package org.openfoodfacts.brigade.zfssync.domain;

/** Why a copy that is not there is not sent anew, whole, unless somebody asks for that. */
record MissingCopy(String reason, String words) {
    static final String GONE = "COPY_GONE";
    static final String RENAMED = "COPY_RENAMED";

    /** Null when it never was there. */
    static MissingCopy of(TransferInput.Look look) {
        if (look.renamed() != null) {
            return new MissingCopy(
                    RENAMED,
                    Finding.renamedCopy(look.renamed()).words()
                            + "; rename it with brigade zfs repair, or bring it anew, whole, with brigade zfs sync");
        }
        return look.hadCopy()
                ? new MissingCopy(
                        GONE,
                        "the copy was there and is gone; bring it anew, whole, with brigade zfs sync, or rename it back")
                : null;
    }

    /** What is in a pool that is not shown is not gone (ADR 0147), and nothing could come to it. */
    static String poolAway(Pair.Key pair) {
        return "the pool " + DatasetName.pool(pair.target()) + " of the copy is not shown by " + pair.node()
                + ": it is not imported, or suspended";
    }
}
