package org.openfoodfacts.brigade.agent.exec;

/** Takes a process's output line by line, redacted, while it runs. */
@FunctionalInterface
public interface LineSink {
    LineSink NONE = (error, line) -> {};

    /** @param error true for a line of standard error */
    void line(boolean error, String line);
}
