package org.openfoodfacts.brigade.contracts.wire;

/** A record that cannot be read, however often it is tried. The message says which header or field and why. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
