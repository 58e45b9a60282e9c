package org.openfoodfacts.brigade.cli.lint;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.shell.ScriptCheck;
import org.openfoodfacts.brigade.confs.shell.ShellRemark;

/**
 * The program {@code shellcheck}, when it is installed. It sees copies of the scripts in a folder of its own, so it reads nothing of the
 * repository, follows no {@code source} and obeys no {@code .shellcheckrc}.
 */
final class ShellCheck implements ScriptCheck {
    private static final Pattern REMARK = Pattern.compile("(\\d+):(\\d+):\\d+: (error|warning): (.*) \\[SC(\\d+)]");
    private static final int BATCH = 200;
    private static final int PATIENCE_SECONDS = 60;
    private final Path program;
    private final Consumer<String> trouble;

    /** @param trouble is told why nothing, or not everything, was checked */
    private ShellCheck(Path program, Consumer<String> trouble) {
        this.program = program;
        this.trouble = trouble;
    }

    /** The first on a search path like the variable {@code PATH}. */
    static Optional<ScriptCheck> find(String path, Consumer<String> trouble) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "shellcheck"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new ShellCheck(program, trouble));
    }

    @Override
    public CompletableFuture<Map<String, List<ShellRemark>>> check(Collection<String> scripts) {
        List<String> distinct = List.copyOf(new LinkedHashSet<>(scripts));
        if (distinct.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return CompletableFuture.supplyAsync(
                () -> checkAll(distinct),
                task -> Thread.ofVirtual().name("shellcheck").start(task));
    }

    private Map<String, List<ShellRemark>> checkAll(List<String> scripts) {
        Map<String, List<ShellRemark>> remarks = new HashMap<>();
        try {
            Path folder = Files.createTempDirectory("brigade-shellcheck");
            try {
                for (int begin = 0; begin < scripts.size(); begin += BATCH) {
                    checkSome(folder, scripts.subList(begin, Math.min(begin + BATCH, scripts.size())), remarks);
                }
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            trouble.accept("ShellCheck did not check the scripts: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return remarks;
    }

    private void checkSome(Path folder, List<String> scripts, Map<String, List<ShellRemark>> remarks)
            throws IOException, InterruptedException {
        List<String> argv =
                new ArrayList<>(List.of(program.toString(), "--norc", "--format=gcc", "--severity=warning", "--"));
        for (int i = 0; i < scripts.size(); i++) {
            Files.writeString(folder.resolve(Integer.toString(i)), scripts.get(i));
            argv.add(Integer.toString(i));
        }
        for (String line : run(folder, argv)) {
            Matcher remark = REMARK.matcher(line);
            if (remark.matches()) {
                remarks.computeIfAbsent(scripts.get(Integer.parseInt(remark.group(1))), _ -> new ArrayList<>())
                        .add(new ShellRemark(
                                Integer.parseInt(remark.group(5)), Integer.parseInt(remark.group(2)), remark.group(4)));
            }
        }
    }

    private static List<String> run(Path folder, List<String> argv) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("SHELLCHECK_OPTS");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("it took more than " + PATIENCE_SECONDS + " s");
        }
        List<String> lines = new String(Files.readAllBytes(out), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.exitValue() > 1) {
            throw new IOException("it ended with " + process.exitValue() + ": "
                    + lines.stream().findFirst().orElse("no word"));
        }
        return lines;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
