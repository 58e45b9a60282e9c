package org.openfoodfacts.brigade.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;

/**
 * One running suite for all system tests of a run, started for the first that wants it, in a folder of its own. It ends with the last of
 * them, beside the tests of other kinds that still run: writing the AOT caches takes it a while. A user that is not listed here
 * may find it ended, and starts another.
 */
final class SuiteFixture implements ParameterResolver, AfterAllCallback {
    private static final Set<Class<?>> USERS =
            Collections.synchronizedSet(new HashSet<>(List.of(AccessST.class, ResilienceST.class, ServicesST.class)));

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Suite.class;
    }

    @Override
    public Suite resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context)
                .computeIfAbsent(Running.class, key -> new Running(start()), Running.class)
                .suite();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        USERS.remove(context.getRequiredTestClass());
        if (USERS.isEmpty()) {
            Optional.ofNullable(store(context).remove(Running.class, Running.class))
                    .ifPresent(Running::close);
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(SuiteFixture.class));
    }

    private record Running(Suite suite) implements AutoCloseable {
        @Override
        public void close() {
            suite.close();
        }
    }

    private static Suite start() {
        try {
            Path folder = Files.createTempDirectory("brigade-suite");
            SuiteOptions options = SuiteOptions.in(new StateFolder(folder.resolve("state")));
            return SuiteStart.of(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
