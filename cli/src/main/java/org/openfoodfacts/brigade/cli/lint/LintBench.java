package org.openfoodfacts.brigade.cli.lint;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures {@code brigade lint} as it is typed, from the shell's start to its end, over trees made of many machines like those of an
 * example; beside it what reading the bytes of the same files takes.
 */
public final class LintBench {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int RUNS = 3;

    private final Path root;
    private final List<Path> example;

    /** @param root the checkout, whose example fleet the machines are made of */
    public LintBench(Path root) throws IOException {
        this.root = root;
        Path confs = root.resolve("deploy/examples/fleet/confs");
        try (Stream<Path> files = Files.walk(confs)) {
            this.example = files.filter(Files::isRegularFile)
                    .map(confs::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** Lints a tree of about so many files, and prints the quickest of three runs. */
    public void run(int files, PrintWriter out) throws IOException {
        Path tree = Files.createTempDirectory("brigade-lint");
        try {
            int made = make(tree, files);
            Duration read = read(tree);
            Duration best = null;
            long peak = 0;
            for (int i = 0; i < RUNS; i++) {
                Run run = lint(tree);
                best = best == null || run.took().compareTo(best) < 0 ? run.took() : best;
                peak = Math.max(peak, run.peakKib());
            }
            out.printf(
                    "%,7d files  %6.2f s, peak %,d MiB (reading their bytes alone: %.2f s)%n",
                    made, seconds(best), peak >> 10, seconds(read));
            out.flush();
        } finally {
            delete(tree);
        }
    }

    private record Run(Duration took, long peakKib) {}

    private int make(Path tree, int files) throws IOException {
        int made = 0;
        Path confs = root.resolve("deploy/examples/fleet/confs");
        for (int copy = 0; made < files; copy++) {
            for (Path file : example) {
                Path machine = file.getName(0);
                Path target = tree.resolve("confs")
                        .resolve(copy == 0 ? machine.toString() : machine + "-" + copy)
                        .resolve(machine.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(confs.resolve(file), target);
                made++;
            }
        }
        return made;
    }

    private static Duration read(Path tree) throws IOException {
        long begin = System.nanoTime();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.readAllBytes(file).length;
            }
        }
        if (bytes == 0) {
            throw new IOException("nothing was read");
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Run lint(Path tree) throws IOException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        root.resolve("brigade").toString(), "lint", tree.toString(), "--format", "json")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long peak = 0;
        try {
            while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process.pid()));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
        if (process.exitValue() > 1) {
            throw new IOException("brigade lint ended with " + process.exitValue());
        }
        return new Run(Duration.ofNanos(System.nanoTime() - begin), peak);
    }

    private static long peak(long pid) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) : 0;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static void delete(Path tree) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
