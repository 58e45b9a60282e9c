package org.openfoodfacts.brigade.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openfoodfacts.brigade.suite.launch.StateFolder;

/** One suite for all tests that type commands, started by {@code brigade up} for the first of them, its nodes online. */
final class SuiteAtTerminal implements ParameterResolver {
    private static final Duration SOON = Duration.ofMinutes(5);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Terminal.class;
    }

    @Override
    public Terminal resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SuiteAtTerminal.class))
                .computeIfAbsent(Running.class, key -> start(), Running.class)
                .terminal();
    }

    private record Running(BrigadeProcess up, Terminal terminal) implements AutoCloseable {
        @Override
        public void close() {
            up.close();
        }
    }

    private static Running start() {
        try {
            StateFolder state =
                    new StateFolder(Files.createTempDirectory("brigade-cli").resolve("state"));
            Terminal terminal = new Terminal(state);
            BrigadeProcess up = terminal.start("up");
            var _ = up.await("stops everything.");
            Awaitility.await("all nodes are online")
                    .atMost(SOON)
                    .until(() -> terminal.json("status", "--json")
                                    .path("nodes")
                                    .path("online")
                                    .size()
                            == 12);
            return new Running(up, terminal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
