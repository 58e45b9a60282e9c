package org.openfoodfacts.brigade.suite.launch;

/** The suite cannot be started, for a reason that the person at the terminal can do something about. */
public final class CannotStart extends RuntimeException {
    public CannotStart(String what) {
        super(what);
    }
}
