package org.openfoodfacts.brigade.suite.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code exportfs} of a simulated machine: what {@code /etc/exports} says until it is taken back, kept in {@code /var/lib/nfs/etab}. */
final class SimulatedExports implements SimulatedTool {
    private static final String OPTIONS =
            "sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,root_squash,no_all_squash";

    private final Path exports;
    private final Path etab;

    SimulatedExports(Path root) {
        this.exports = root.resolve("etc/exports");
        this.etab = root.resolve("var/lib/nfs/etab");
    }

    @Override
    public ExecResult run(List<String> arguments) {
        return switch (String.join(" ", arguments.subList(0, Math.min(1, arguments.size())))) {
            case "-s" -> SimulatedTool.ok(String.join("", current()));
            case "-r", "-ra" -> keep(declared());
            case "-u" -> takeBack(arguments.subList(1, arguments.size()));
            default -> SimulatedTool.fail(1, "usage: exportfs [-adfhioruvs] [host:/path]\n");
        };
    }

    private List<String> current() {
        return Files.exists(etab)
                ? lines(etab).stream().map(line -> line + "\n").toList()
                : declared();
    }

    /** A line for each path and client. */
    private List<String> declared() {
        List<String> all = new ArrayList<>();
        for (String line : Files.exists(exports) ? lines(exports) : List.<String>of()) {
            String[] words = line.strip().split("\\s+");
            for (int i = 1; i < words.length && words[0].startsWith("/"); i++) {
                all.add(words[0] + "  " + words[i].replaceFirst("\\(.*", "") + "(" + OPTIONS + ")\n");
            }
        }
        return all;
    }

    private ExecResult takeBack(List<String> which) {
        if (which.size() != 1 || !which.getFirst().contains(":/")) {
            return SimulatedTool.fail(1, "exportfs: Invalid unexporting option\n");
        }
        String client = which.getFirst().substring(0, which.getFirst().indexOf(":/"));
        String path = which.getFirst().substring(client.length() + 1);
        List<String> left = new ArrayList<>(current());
        return left.removeIf(line -> line.startsWith(path + "  " + client + "("))
                ? keep(left)
                : SimulatedTool.fail(1, "exportfs: Could not find '" + client + ":" + path + "' to unexport.\n");
    }

    private ExecResult keep(List<String> lines) {
        try {
            Files.createDirectories(etab.getParent());
            Files.writeString(etab, String.join("", lines));
            return SimulatedTool.ok("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
