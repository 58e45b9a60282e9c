package org.openfoodfacts.brigade.agent.facts;

/** A probe's tool is there but did not say what there is: what was seen before stays true until it does. */
public final class UnseenException extends RuntimeException {
    public UnseenException(String message) {
        super(message);
    }
}
