package org.openfoodfacts.brigade.contracts.wire;

/**
 * What a message belongs to: {@code correlationId} is one for everything that one request set off, {@code causationId} the id of the
 * message that led directly to this one. Either may be null.
 */
public record Trace(String correlationId, String causationId) {
    public static final Trace NONE = new Trace(null, null);

    /** The trace of the first message of a request. */
    public static Trace of(String correlationId) {
        return new Trace(correlationId, null);
    }
}
