package org.openfoodfacts.brigade.suite.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openfoodfacts.brigade.suite.launch.ChildSpec;
import org.openfoodfacts.brigade.suite.launch.Folders;
import org.openfoodfacts.brigade.suite.launch.Ports;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.openfoodfacts.brigade.suite.launch.Secrets;
import org.openfoodfacts.brigade.suite.launch.StateFolder;

/** The suite's PostgreSQL: loopback only, SCRAM passwords, every commit on disk. Never runs as root. */
public final class Postgres {
    /** The one database; each service has a schema of its own in it. */
    public static final String DATABASE = "brigade";

    private final StateFolder state;
    private final Secrets secrets;
    private final int port;
    private final Path binaries;

    public Postgres(StateFolder state, Secrets secrets, Ports ports) {
        this.state = state;
        this.secrets = secrets;
        this.port = ports.of("postgres");
        this.binaries = new PostgresBinaries(Folders.cache()).folder();
    }

    public int port() {
        return port;
    }

    public ChildSpec process() {
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            initialize();
        }
        List<String> argv = new ArrayList<>(Unprivileged.prefix());
        argv.addAll(List.of(bin("postgres"), "-D", data().toString(), "-p", Integer.toString(port)));
        settings().forEach((name, value) -> argv.addAll(List.of("-c", name + "=" + value)));
        return ChildSpec.of("postgres", argv, state.log("postgres"))
                .withEnvironment(Map.of("LC_ALL", "C.UTF-8"))
                .withStopSignal("INT");
    }

    private static Map<String, String> settings() {
        return Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "password_encryption", "scram-sha-256",
                "shared_buffers", "32MB",
                "max_connections", "100",
                "fsync", "on",
                "synchronous_commit", "on",
                "log_line_prefix", "%m %u ");
    }

    /** Makes the cluster beside its place and moves it there when it is whole. */
    private void initialize() {
        PrivateFiles.createFolder(state.database());
        Path fresh = state.database().resolve("new");
        Path password = state.database().resolve("password");
        PrivateFiles.write(password, secrets.of("postgres") + "\n");
        List<String> argv = new ArrayList<>(Unprivileged.prefix());
        argv.addAll(List.of(
                bin("initdb"),
                "-D",
                fresh.toString(),
                "-U",
                "postgres",
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C"));
        try {
            run(List.of("rm", "-rf", fresh.toString()));
            run(argv);
            Files.move(fresh, data());
            Files.delete(password);
        } catch (IOException e) {
            throw new UncheckedIOException("the database in " + data() + " cannot be made", e);
        }
    }

    private void run(List<String> argv) throws IOException {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException(String.join(" ", argv) + " ended with " + exit + ": " + output);
        }
    }

    private Path data() {
        return state.database().resolve("data");
    }

    private String bin(String tool) {
        return binaries.resolve("bin").resolve(tool).toString();
    }

    /** Waits until it answers, and says so when that takes long; then makes the database and each service's schema and role. */
    public void prepare(Consumer<String> says) {
        new DatabaseSetup(port, secrets, says).run();
    }
}
