package org.openfoodfacts.brigade.suite.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A git repository that the suite makes for itself: the example fleet, the demo's application. */
public final class Git {
    private static final Map<String, String> AUTHOR = Map.of(
            "GIT_AUTHOR_NAME", "Brigade",
            "GIT_AUTHOR_EMAIL", "brigade@localhost",
            "GIT_COMMITTER_NAME", "Brigade",
            "GIT_COMMITTER_EMAIL", "brigade@localhost",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null");
    private final Path folder;

    public Git(Path folder) {
        this.folder = folder;
    }

    public void init() {
        if (!Files.exists(folder.resolve(".git"))) {
            var _ = run("init", "--quiet", "--initial-branch=main");
        }
    }

    /** Nothing when nothing changed. */
    public void commitAll(String message) {
        var _ = run("add", "--all");
        if (!run("status", "--porcelain").isBlank()) {
            var _ = run("commit", "--quiet", "-m", message);
        }
    }

    public void tag(String name) {
        if (run("tag", "--list", name).isBlank()) {
            var _ = run("tag", name);
        }
    }

    /** What git printed; IllegalStateException with its words when it failed. */
    public String run(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(AUTHOR);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.onExit().join().exitValue();
            if (exit != 0) {
                throw new IllegalStateException(
                        String.join(" ", argv) + " in " + folder + " ended with " + exit + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("git cannot be run", e);
        }
    }
}
