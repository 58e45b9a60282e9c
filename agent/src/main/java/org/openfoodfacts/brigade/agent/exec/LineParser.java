package org.openfoodfacts.brigade.agent.exec;

/** Keeps of a tool's standard output what it needs, as it comes: of a long listing all lines may not fit into memory. */
public abstract class LineParser implements LineSink {
    /** @param line of standard output, as the tool wrote it */
    public abstract void parse(String line);

    @Override
    public final void line(boolean error, String line) {
        if (!error) {
            parse(line);
        }
    }

    @Override
    public final boolean parses() {
        return true;
    }

    @Override
    public final boolean isInsteadOfOutput() {
        return true;
    }
}
