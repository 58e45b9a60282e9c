package org.openfoodfacts.brigade.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.openfoodfacts.brigade.suite.launch.AotCache;
import org.openfoodfacts.brigade.suite.launch.Installation;

/** {@code brigade} in a process of its own, as at a terminal: what it prints, and how it ends. */
final class BrigadeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Process process;
    private final Path out;
    private final Path err;

    private BrigadeProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** How a command ended. */
    record Ended(int exitCode, String out, String err) {}

    static BrigadeProcess start(Map<String, String> environment, List<String> arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> argv = new ArrayList<>(List.of(
                "env", // whoever started the tests in the background had SIGINT ignored, as a terminal never does
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dbrigade.home=" + Installation.find().root(),
                "-cp",
                classPath,
                Brigade.class.getName()));
        argv.addAll(arguments);
        try {
            Path out = Files.createTempFile("brigade", ".out");
            Path err = Files.createTempFile("brigade", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(argv).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("BRIGADE_"));
            builder.environment().put(AotCache.RECORDING, AotCache.OFF);
            builder.environment().putAll(environment);
            return new BrigadeProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. */
    Ended ended() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end; so far: " + out() + err());
            }
            return new Ended(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it printed by the time it had printed this. */
    String await(String text) {
        Awaitility.await(text).atMost(PATIENCE).until(() -> out().contains(text) || !process.isAlive());
        if (!out().contains(text)) {
            throw new AssertionError("it ended without '" + text + "': " + out() + err());
        }
        return out();
    }

    /** As Ctrl-C does. */
    void interrupt() {
        try {
            var _ = new ProcessBuilder("kill", "-s", "INT", Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So that it can do nothing more. */
    void kill() {
        process.destroyForcibly();
    }

    private String out() {
        return read(out);
    }

    private String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        var _ = ended();
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
