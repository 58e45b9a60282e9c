package org.openfoodfacts.brigade.suite.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.suite.simulation.Description.SimulatedCheckout;

/**
 * The repositories a simulated machine clones from, made with real git. Same names, dates and content on every node, so a release is
 * the same commit everywhere.
 */
final class SimulatedUpstream {
    private static final Map<String, String> ALWAYS_THE_SAME = Map.of(
            "GIT_AUTHOR_NAME", "Release",
            "GIT_AUTHOR_EMAIL", "release@example.org",
            "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_NAME", "Release",
            "GIT_COMMITTER_EMAIL", "release@example.org",
            "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1");
    private static final String SCRIPT = """
            #!/bin/sh
            set -eu
            version=$(cat VERSION)
            echo "Building $version for ${FLAVOR:-no flavor}"
            mkdir -p dist
            for part in taxonomies languages assets; do
                echo "Building $part"
                echo "$version" >"dist/$part"
            done
            echo "Built $version" "$@"
            """;

    private final Path folder;
    private final Exec processes;

    SimulatedUpstream(Path folder, Exec processes) {
        this.folder = folder;
        this.processes = processes;
    }

    /** Where git on the simulated machine really finds this repository. */
    static Path locate(Path folder, String repository) {
        Path local = repository.startsWith("/") ? Path.of(repository) : null;
        return local != null && Files.isDirectory(local)
                ? local
                : folder.resolve(repository.replaceAll("[^A-Za-z0-9]+", "-") + ".git");
    }

    void clone(SimulatedCheckout checkout, Path target) {
        if (Files.exists(target.resolve(".git"))) {
            return;
        }
        Path upstream = locate(folder, checkout.repository());
        try {
            Files.createDirectories(target);
            Files.createDirectories(folder);
            if (!Files.exists(upstream)) {
                make(checkout, upstream);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the checkout " + checkout.path() + " cannot be made", e);
        }
        List<String> releases = checkout.releases();
        git(target, "init", "--quiet", "--initial-branch=main");
        git(target, "config", "remote.origin.url", checkout.repository());
        String first = releases.isEmpty() ? "HEAD" : "refs/tags/" + releases.getFirst();
        git(
                target,
                "fetch",
                "--quiet",
                "--no-tags",
                upstream.toString(),
                releases.isEmpty() ? first : first + ":" + first);
        git(target, "checkout", "--quiet", "--detach", releases.isEmpty() ? "FETCH_HEAD" : first);
    }

    private void make(SimulatedCheckout checkout, Path upstream) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        git(work, "init", "--quiet", "--initial-branch=main");
        Path script = work.resolve(checkout.script());
        Files.createDirectories(script.getParent());
        Files.writeString(script, SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(work.resolve(".gitignore"), "dist/\n");
        for (String release : checkout.releases()) {
            Files.writeString(work.resolve("VERSION"), release + "\n");
            git(work, "add", "--all");
            git(work, "commit", "--quiet", "-m", "Release " + release);
            git(work, "tag", "--annotate", "-m", release, release);
        }
        git(folder, "clone", "--quiet", "--bare", work.toString(), upstream.toString());
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void git(Path directory, String... arguments) {
        List<String> argv =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        ExecResult result = processes.run(
                Invocation.of(argv.toArray(String[]::new)).in(directory).with(ALWAYS_THE_SAME));
        if (result.success().isEmpty()) {
            throw new IllegalStateException(argv.stream().collect(Collectors.joining(" ")) + " in " + directory + ": "
                    + ToolFailure.describe(result));
        }
    }
}
