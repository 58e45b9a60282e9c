package org.openfoodfacts.brigade.suite.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser without a window that shows one address until it is closed. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium");
    private final Process process;

    private Chromium(Process process) {
        this.process = process;
    }

    static Optional<Path> find() {
        List<Path> folders =
                Stream.of(System.getenv("PATH").split(":")).map(Path::of).toList();
        return NAMES.stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder an empty one, for its profile and what it logs */
    static Chromium open(URI address, Path folder) throws IOException {
        ProcessBuilder browser = new ProcessBuilder(
                        find().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox", // root may not have one, and only our own files are shown
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        address.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile());
        browser.environment().put("TMPDIR", folder.toString());
        browser.environment().put("TZ", "Europe/Paris"); // a reader whose day is not that of UTC
        return new Chromium(browser.start());
    }

    /** With all the processes it has started. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }
}
