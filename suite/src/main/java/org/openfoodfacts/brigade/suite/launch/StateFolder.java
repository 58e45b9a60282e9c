package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Service;

/** Where everything of a suite on this machine lies: readable by its owner only, and the same after a restart. */
public record StateFolder(Path root) {
    public StateFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code $XDG_STATE_HOME/brigade}, or {@code ~/.local/state/brigade}. */
    public static StateFolder standard() {
        return new StateFolder(Folders.xdg("XDG_STATE_HOME", ".local/state").resolve("brigade"));
    }

    public StateFolder create() {
        PrivateFiles.createFolder(root);
        return this;
    }

    /** Everything but the lock goes: the one who drops it holds the lock. */
    public void drop() {
        try (Stream<Path> files = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(root) && !file.equals(lock()))
                    .toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the state in " + root + " cannot be dropped", e);
        }
    }

    public Path lock() {
        return root.resolve("lock");
    }

    public Path running() {
        return root.resolve("running.json");
    }

    public Path ports() {
        return root.resolve("ports.properties");
    }

    public Path secrets() {
        return root.resolve("secrets.properties");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path serviceConfig(Service service) {
        return root.resolve("services").resolve(service.id() + ".properties");
    }

    public Path log(String process) {
        return root.resolve("log").resolve(process + ".log");
    }

    public Path database() {
        return root.resolve("postgres");
    }

    public Path broker() {
        return root.resolve("kafka");
    }

    /** The client properties of a user of Kafka, for this suite's tools and for people. */
    public Path kafkaClient(String user) {
        return root.resolve("kafka-clients").resolve(user + ".properties");
    }

    /** What an agent keeps, and its configuration. */
    public Path agent(String node) {
        return root.resolve("agents").resolve(node);
    }

    /** The file systems of the simulated machines, one folder each. */
    public Path machines() {
        return root.resolve("machines");
    }

    public Path fleet() {
        return root.resolve("fleet");
    }
}
