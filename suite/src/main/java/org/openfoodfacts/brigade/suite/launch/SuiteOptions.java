package org.openfoodfacts.brigade.suite.launch;

import java.nio.file.Path;
import java.util.Optional;

/** How a suite is started. {@code fleet} null means the example; {@code port} null means 8080, or another when that is busy. */
public record SuiteOptions(
        StateFolder state, Path fleet, Integer port, boolean fresh, boolean ownAgent, Elsewhere elsewhere) {
    /** On loopback only, with every node simulated. */
    public SuiteOptions(StateFolder state, Path fleet, Integer port, boolean fresh, boolean ownAgent) {
        this(state, fleet, port, fresh, ownAgent, Elsewhere.nobody());
    }

    public static SuiteOptions in(StateFolder state) {
        return new SuiteOptions(state, null, null, false, true);
    }

    /** Whether all of its machines are simulated, and none is anybody's. */
    boolean isExample() {
        return fleet == null && elsewhere.equals(Elsewhere.nobody());
    }

    public Optional<Path> ownFleet() {
        return Optional.ofNullable(fleet);
    }
}
