package org.openfoodfacts.brigade.agent.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One process to start: an argument list, never a shell string. {@code user} null runs as the agent itself, {@code directory} null in the
 * root of the machine; {@code input} null gives no standard input. The environment is exactly what is given plus PATH, HOME and LC_ALL=C.
 */
public record Invocation(
        List<String> argv,
        Map<String, String> environment,
        Path directory,
        String user,
        Duration timeout,
        String input) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public Invocation {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("an invocation needs a tool to start");
        }
    }

    public static Invocation of(String... argv) {
        return new Invocation(List.of(argv), Map.of(), null, null, DEFAULT_TIMEOUT, null);
    }

    public String tool() {
        return argv.getFirst();
    }

    public Invocation as(String newUser) {
        return new Invocation(argv, environment, directory, newUser, timeout, input);
    }

    public Invocation in(Path newDirectory) {
        return new Invocation(argv, environment, newDirectory, user, timeout, input);
    }

    public Invocation within(Duration newTimeout) {
        return new Invocation(argv, environment, directory, user, newTimeout, input);
    }

    public Invocation with(Map<String, String> newEnvironment) {
        return new Invocation(argv, newEnvironment, directory, user, timeout, input);
    }

    public Invocation reading(String newInput) {
        return new Invocation(argv, environment, directory, user, timeout, newInput);
    }
}
