package org.openfoodfacts.brigade.agent.commands;

import java.util.List;

/** What a command had set aside cannot be put back yet: a tool does not answer, or the pool is not there. It is to be tried again. */
public final class NotYetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotYetException(List<String> notPutBack) {
        super(String.join("; ", notPutBack));
    }
}
