package org.openfoodfacts.brigade.suite.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openfoodfacts.brigade.suite.launch.Installation;

/** Skips a test by name where the agent was not packaged. */
final class RequiresTarball implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return newest().map(tarball -> ConditionEvaluationResult.enabled("there is " + tarball))
                .orElseGet(() -> ConditionEvaluationResult.disabled(
                        "there is no " + folder() + "/brigade-agent-*.tar.gz; build with -Ppackage-agent"));
    }

    static Optional<Path> newest() {
        if (!Files.isDirectory(folder())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().matches("brigade-agent-.*\\.tar\\.gz"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return Installation.find().root().resolve("agent/target");
    }
}
