package org.openfoodfacts.brigade.suite.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/** A machine with its own systemd, network address and file system, on which a test acts as its administrator. */
final class RealMachine implements AutoCloseable {
    private final String name;
    private final GenericContainer<?> container;

    private RealMachine(String name, GenericContainer<?> container) {
        this.name = name;
        this.container = container;
    }

    static RealMachine boot(String name) {
        GenericContainer<?> container =
                MachineImage.container().withCreateContainerCmdModifier(create -> create.withHostName(name));
        container.start();
        return new RealMachine(name, container);
    }

    String name() {
        return name;
    }

    String address() {
        return container
                .getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .get("bridge")
                .getIpAddress();
    }

    /** What the script printed; IllegalStateException with all it said when it failed. */
    String run(String script) {
        ExecResult result = execute(script);
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(name + ": '" + script + "' ended with " + result.getExitCode() + "\n"
                    + result.getStdout() + result.getStderr());
        }
        return result.getStdout().strip();
    }

    int exitOf(String script) {
        return execute(script).getExitCode();
    }

    boolean succeeds(String script) {
        return exitOf(script) == 0;
    }

    private ExecResult execute(String script) {
        try {
            return container.execInContainer("sh", "-c", script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Runs a script of this package's resources, with variables as {@code NAME=value}. */
    String runResource(String resource, String... variables) {
        put("/root/" + resource, resource(resource), 0700);
        return run("export " + String.join(" ", variables) + "; sh /root/" + resource);
    }

    void put(String path, String text, int mode) {
        container.copyFileToContainer(Transferable.of(text.getBytes(StandardCharsets.UTF_8), mode), path);
    }

    void put(String path, Path file) {
        container.copyFileToContainer(MountableFile.forHostPath(file), path);
    }

    static String resource(String name) {
        try (InputStream text = RealMachine.class.getResourceAsStream(name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
