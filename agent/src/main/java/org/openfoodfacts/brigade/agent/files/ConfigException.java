package org.openfoodfacts.brigade.agent.files;

/** A file of this machine that the agent cannot work with. The message names file, line and key, and what to do. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
