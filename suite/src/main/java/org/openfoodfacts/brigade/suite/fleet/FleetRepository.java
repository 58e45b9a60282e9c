package org.openfoodfacts.brigade.suite.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.launch.CannotStart;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;

/** The configuration repository the suite reads: somebody's own, or the example as a git repository of its own in the state folder. */
public final class FleetRepository {
    private final SuiteOptions options;
    private final Installation installation;

    public FleetRepository(SuiteOptions options, Installation installation) {
        this.options = options;
        this.installation = installation;
    }

    public Path location() {
        return options.ownFleet()
                .map(path -> path.toAbsolutePath().normalize())
                .orElse(options.state().fleet());
    }

    /** CannotStart when somebody's own lies where a suite's own files do, or is not a git repository with a fleet.yaml in it and a commit. */
    public void check() {
        if (options.ownFleet().isEmpty()) {
            return;
        }
        Path location = location();
        if (real(location).startsWith(real(options.state().root()))) {
            throw new CannotStart(
                    location + " lies in the folder of the suite's own state, which it overwrites and drops;"
                            + " copy it to another place and give that to --fleet");
        }
        if (!Files.exists(location.resolve("fleet.yaml"))) {
            throw new CannotStart(location + " has no fleet.yaml; --fleet needs a configuration repository");
        }
        try {
            var _ = commit();
        } catch (IllegalStateException e) {
            throw new CannotStart(location + " has no commit that could be read; --fleet needs a git repository: "
                    + e.getMessage().strip());
        }
    }

    /** What a link leads to is what would be dropped; of what does not exist yet, the name. */
    private static Path real(Path path) {
        try {
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            throw new CannotStart(path + " cannot be read (" + e + ")");
        }
    }

    /** Commits the example as it is now; somebody's own is taken as it is. */
    public void prepare() {
        Path location = location();
        if (options.ownFleet().isPresent()) {
            return;
        }
        copy(installation.exampleFleet(), location);
        Git git = new Git(location);
        git.init();
        git.commitAll("The example fleet");
        new ExampleApplication(location.resolveSibling("product-opener")).prepare();
    }

    /** The commit that the inventory is to declare. */
    public String commit() {
        return new Git(location()).run("rev-parse", "HEAD").strip();
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the example fleet cannot be copied to " + to, e);
        }
    }
}
