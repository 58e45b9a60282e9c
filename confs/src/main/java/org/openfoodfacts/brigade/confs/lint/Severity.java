package org.openfoodfacts.brigade.confs.lint;

/** How much a finding matters, the worst first. */
public enum Severity {
    /** An outage, lost data, exposure, or an alert that cannot work. */
    ERROR,
    /** Wrong behaviour or a likely mistake; the most that a guess may be. */
    WARNING,
    /** Hygiene. */
    NOTE;

    public boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }

    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
