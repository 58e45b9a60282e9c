package org.openfoodfacts.brigade.suite.sanoid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Debian's sanoid in the image of suite/images/sanoid. */
final class RealSanoid implements AutoCloseable {
    static final String IMAGE = "brigade/sanoid:test";

    private int played;
    private final GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE));

    /** What sanoid did or said it would do, and its complaints. */
    record Run(int exit, List<String> deeds, List<String> errors) {}

    RealSanoid() {
        container.start();
    }

    /** Runs it once in each case below the folder; by the cases' names. */
    Map<String, Run> play(Path folder) {
        String target = "/cases/" + ++played;
        container.copyFileToContainer(MountableFile.forHostPath(folder), target);
        try {
            Container.ExecResult result = container.execInContainer("/opt/lab/play", target);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("play ended with " + result.getExitCode() + ": " + result.getStderr());
            }
            return runs(result.getStdout().lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sanoid ran", e);
        }
    }

    private static Map<String, Run> runs(List<String> lines) {
        Map<String, Run> runs = new HashMap<>();
        for (int i = 0; i < lines.size(); ) {
            String name = lines.get(i++).substring("case ".length());
            int exit = Integer.parseInt(lines.get(i++).substring("exit ".length()));
            List<String> deeds = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            for (; i < lines.size() && !lines.get(i).startsWith("case "); i++) {
                (lines.get(i).startsWith("error ") ? errors : deeds).add(lines.get(i));
            }
            runs.put(name, new Run(exit, deeds, errors));
        }
        return runs;
    }

    @Override
    public void close() {
        container.stop();
    }
}
