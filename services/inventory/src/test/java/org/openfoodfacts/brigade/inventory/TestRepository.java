package org.openfoodfacts.brigade.inventory;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A git repository with the example fleet, made anew for a test run, that the service under test reads. */
public final class TestRepository implements QuarkusTestResourceLifecycleManager {
    private static final Path EXAMPLE = Path.of("..", "..", "deploy", "examples", "fleet");
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("brigade-test-fleet");
            exampleIn(folder);
            Git.init().setDirectory(folder.toFile()).call().close();
            commit(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "brigade.inventory.repository", folder.toString(),
                "brigade.inventory.lost-sweep", "1s",
                "brigade.inventory.journal-poll", "PT0.1S");
    }

    @Override
    public void stop() {
        if (folder == null) {
            return;
        }
        try {
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }

    static void exampleIn(Path target) throws IOException {
        try (Stream<Path> all = Files.walk(EXAMPLE)) {
            for (Path path : all.toList()) {
                Path copy = target.resolve(EXAMPLE.relativize(path).toString());
                if (Files.isSymbolicLink(path)) {
                    Files.createSymbolicLink(copy, Files.readSymbolicLink(path));
                } else if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    /** Commits everything in the working tree; the commit's full name. */
    static String commit(Path repository) throws IOException, GitAPIException {
        try (Git git = Git.open(repository.toFile())) {
            git.add().addFilepattern(".").call();
            git.add().addFilepattern(".").setUpdate(true).call();
            return git.commit()
                    .setMessage("Change the fleet")
                    .setAuthor("Test", "test@example.org")
                    .setCommitter("Test", "test@example.org")
                    .setSign(false)
                    .call()
                    .name();
        }
    }
}
