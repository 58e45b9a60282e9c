package org.openfoodfacts.brigade.suite.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Service;

/** Where the built parts of Brigade lie, from the root of its checkout. */
public record Installation(Path root) {
    /** The checkout that {@code ./brigade} names; for tests, the one they run in. */
    public static Installation find() {
        String home = System.getProperty("brigade.home");
        Path start = Path.of(home == null ? "" : home).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".mvn/find-jdk")) && Files.isDirectory(folder.resolve("services"))) {
                return new Installation(folder);
            }
        }
        throw new IllegalStateException(start + " is not within a checkout of Brigade; set -Dbrigade.home");
    }

    public Path service(Service service) {
        Path jar = root.resolve("services").resolve(service.id()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("the service " + service.id() + " is not built: " + jar + " is missing");
        }
        return jar;
    }

    public Path exampleFleet() {
        return root.resolve("deploy/examples/fleet");
    }

    /** The suite's own jar and what it needs, in a fixed order, so that AOT caches fit again. */
    public String classPath() {
        Path target = root.resolve("suite/target");
        return Stream.concat(
                        jars(target).filter(jar -> jar.getFileName().toString().startsWith("brigade-suite-")),
                        jars(target.resolve("lib")))
                .map(Path::toString)
                .collect(Collectors.joining(":"));
    }

    /** The files of a class path. */
    public static List<Path> jars(String classPath) {
        return Stream.of(classPath.split(":")).map(Path::of).toList();
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().endsWith("-tests.jar"))
                    .sorted()
                    .toList();
            return sorted.stream();
        } catch (IOException e) {
            throw new UncheckedIOException("the suite is not built: " + folder + " cannot be listed", e);
        }
    }
}
