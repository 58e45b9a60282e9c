package org.openfoodfacts.brigade.agent.exec;

/** Takes a process's output line by line while it runs; redacted, unless it is for a parser. */
@FunctionalInterface
public interface LineSink {
    LineSink NONE = (error, line) -> {};

    /** @param error true for a line of standard error */
    void line(boolean error, String line);

    /** True for a parser, which needs what the tool wrote: a name may look like a secret. Such lines are not shown to anybody. */
    default boolean parses() {
        return false;
    }

    /** True for one that keeps of standard output what it needs: then none of it is captured as well. */
    default boolean isInsteadOfOutput() {
        return false;
    }
}
