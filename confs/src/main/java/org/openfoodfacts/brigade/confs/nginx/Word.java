package org.openfoodfacts.brigade.confs.nginx;

/** An argument: its value once quotes and escapes are taken off, and how it was quoted. */
public record Word(String value, Quoting quoting, int line, int column) {
    public enum Quoting {
        NONE,
        SINGLE,
        DOUBLE
    }

    @Override
    public String toString() {
        return value;
    }
}
