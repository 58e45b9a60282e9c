package org.openfoodfacts.brigade.suite.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of the suite: what to run, where it writes, and the signal that asks it to end in order. */
public record ChildSpec(String name, List<String> argv, Map<String, String> environment, Path log, String stopSignal) {
    public ChildSpec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static ChildSpec of(String name, List<String> argv, Path log) {
        return new ChildSpec(name, argv, Map.of(), log, "TERM");
    }

    public ChildSpec with(Map<String, String> more) {
        return new ChildSpec(name, argv, more, log, stopSignal);
    }
}
