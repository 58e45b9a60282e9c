package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Service;

/**
 * Where everything of a suite on this machine lies: readable by its owner only, and the same after a restart. It bears a mark, so that
 * nobody's own folder is taken for one.
 */
public record StateFolder(Path root) {
    private static final String LOCK = "lock";
    private static final String MARK = "brigade-state";
    private static final String WHAT_IT_IS =
            "The state of a Brigade suite; './brigade up --fresh' drops what Brigade made here.\n";
    private static final List<String> FILES = List.of("ports.properties", "running.json", "secrets.properties");
    private static final List<String> FOLDERS = List.of(
            "agents",
            "demo",
            "fleet",
            "inventory",
            "kafka",
            "kafka-clients",
            "keys",
            "log",
            "machines",
            "postgres",
            "product-opener",
            "services");
    private static final int NAMED = 3;

    public StateFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code $XDG_STATE_HOME/brigade}, or {@code ~/.local/state/brigade}. */
    public static StateFolder standard() {
        return new StateFolder(Folders.xdg("XDG_STATE_HOME", ".local/state").resolve("brigade"));
    }

    /** Makes and marks it, unless it is a suite's already. CannotStart, with nothing changed, when it holds anything else. */
    public StateFolder create() {
        List<String> names = names();
        boolean isOfASuite = names.contains(MARK) || Files.exists(new Keys(keys()).anchors());
        if (!isOfASuite && !List.of(LOCK).containsAll(names)) {
            throw new CannotStart(root + " is not the state of a suite: it holds "
                    + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                    + (names.size() > NAMED ? ", …" : "")
                    + "; name with --state a folder that is empty or does not exist yet");
        }
        PrivateFiles.createFolder(root);
        if (!names.contains(MARK)) {
            mark();
        }
        return this;
    }

    private List<String> names() {
        if (!Files.exists(root)) {
            return List.of();
        }
        if (!Files.isDirectory(root)) {
            throw new CannotStart(root + " is no folder; name another with --state");
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new CannotStart(root + " cannot be read (" + e + "); name another folder with --state");
        }
    }

    private void mark() {
        try {
            Files.writeString(root.resolve(MARK), WHAT_IT_IS);
        } catch (IOException e) {
            throw new CannotStart(root + " cannot be written (" + e + "); name another folder with --state");
        }
    }

    /** All that a suite makes here goes, but the mark and the lock, which the one who drops it holds. What others put here stays. */
    public void drop() {
        for (String name : names()) {
            if (isMadeByASuite(name)) {
                delete(root.resolve(name));
            }
        }
    }

    private static boolean isMadeByASuite(String name) {
        return FOLDERS.contains(name)
                || FILES.stream().anyMatch(file -> file.equals(name) || PrivateFiles.isBegun(name, file));
    }

    private void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the state in " + root + " cannot be dropped", e);
        }
    }

    public Path lock() {
        return root.resolve(LOCK);
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

    /** Where inventory keeps what it has read of the configuration repository. */
    public Path inventory() {
        return root.resolve("inventory");
    }

    public Path fleet() {
        return root.resolve("fleet");
    }
}
