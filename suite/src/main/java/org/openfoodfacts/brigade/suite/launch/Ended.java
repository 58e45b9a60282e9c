package org.openfoodfacts.brigade.suite.launch;

/** Why a suite ended. */
public record Ended(Reason reason, String detail) {
    public enum Reason {
        ASKED,
        FAILED
    }
}
