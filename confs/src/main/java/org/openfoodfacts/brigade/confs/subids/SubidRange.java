package org.openfoodfacts.brigade.confs.subids;

/** A line of {@code /etc/subuid} or {@code /etc/subgid}: {@code owner} (a name or a number) may use {@code count} ids from {@code start} on. */
public record SubidRange(String owner, long start, long count, int line) {
    /** The first id after the range. */
    public long end() {
        return start + count;
    }

    public boolean isOfRoot() {
        return owner.equals("root") || owner.equals("0");
    }
}
