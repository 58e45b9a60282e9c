package org.openfoodfacts.brigade.confs;

/**
 * Something in the configuration repository that is not right: where it stands, what is wrong, and what to do. {@code file} is relative
 * to the repository; {@code line} and {@code column} count from 1, 0 when the whole file is meant; {@code field} is the path of the
 * value ({@code nodes[2].host}), empty where the format has none.
 */
public record Problem(Severity severity, String file, int line, int column, String field, String what, String remedy) {

    /** An error makes the declared fleet unusable as a whole; a warning concerns one file and stops nothing. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (field.isEmpty() ? "" : field + ": ") + what + "; " + remedy;
    }
}
