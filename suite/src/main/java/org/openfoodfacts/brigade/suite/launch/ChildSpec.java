package org.openfoodfacts.brigade.suite.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process of the suite.
 *
 * @param argv what to run
 * @param log where it writes
 * @param stopSignal the signal that asks it to end in order
 * @param recorded the AOT cache that it records and writes as it ends
 */
public record ChildSpec(
        String name,
        List<String> argv,
        Map<String, String> environment,
        Path log,
        String stopSignal,
        Optional<AotCache> recorded) {
    public ChildSpec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static ChildSpec of(String name, List<String> argv, Path log) {
        return new ChildSpec(name, argv, Map.of(), log, "TERM", Optional.empty());
    }

    /** A Java program that uses the cache, or records it if there is none yet. */
    public static ChildSpec of(String name, JavaCommand command, AotCache cache, Path log) {
        AotCache.Use use = cache.use();
        return new ChildSpec(name, command.with(use.options()).argv(), Map.of(), log, "TERM", use.recorded());
    }

    public ChildSpec withEnvironment(Map<String, String> variables) {
        return new ChildSpec(name, argv, variables, log, stopSignal, recorded);
    }

    public ChildSpec withStopSignal(String signal) {
        return new ChildSpec(name, argv, environment, log, signal, recorded);
    }
}
