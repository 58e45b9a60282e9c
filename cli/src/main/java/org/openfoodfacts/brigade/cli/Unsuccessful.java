package org.openfoodfacts.brigade.cli;

/** What was asked for was done, and ended badly; the message says how. */
final class Unsuccessful extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsuccessful(String what) {
        super(what);
    }
}
