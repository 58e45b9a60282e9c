package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Expected;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;

/**
 * Pulls many datasets with many snapshots that have come already, from this machine to itself, in a JVM whose heap is to be seen enough: arguments are a folder,
 * the number of datasets, of snapshots of each, and of such commands at once.
 */
final class ManySnapshots {
    private ManySnapshots() {}

    public static void main(String[] args) throws IOException {
        int datasets = Integer.parseInt(args[1]);
        int snapshots = Integer.parseInt(args[2]);
        Path folder = Path.of(args[0]);
        write(folder.resolve("source"), "tank/hosts/source-", datasets, snapshots);
        write(folder.resolve("target"), "tank/copies/hosts/target-", datasets, snapshots);
        Machine machine = new Machine(
                (invocation, lines, cancellation) -> new ProcessExec()
                        .run(listing(folder, invocation).within(Duration.ofMinutes(1)), lines, cancellation),
                folder);
        List<CompletableFuture<Outcome>> all = IntStream.range(0, Integer.parseInt(args[3]))
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> pull(machine, datasets, snapshots), Thread::startVirtualThread))
                .toList();
        all.forEach(outcome -> System.out.println(outcome.join().getClass().getSimpleName()));
    }

    private static Outcome pull(Machine machine, int datasets, int snapshots) {
        List<Pull> pulls = new ArrayList<>();
        for (int i = 0; i < datasets; i++) {
            Expected nothing = new Expected(null, guid(i, snapshots - 1), null);
            pulls.add(new Pull("tank/hosts/source-" + i, "tank/copies/hosts/target-" + i, nothing, false, 0, null));
        }
        return new PullDatasetsHandler()
                .handle(
                        new PullDatasets(null, pulls),
                        new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), null));
    }

    private static Invocation listing(Path folder, Invocation asked) {
        String end = asked.argv().getLast().startsWith("tank/hosts/") ? "source" : "target";
        return Invocation.of("cat", folder.resolve(end).toString());
    }

    private static void write(Path file, String name, int datasets, int snapshots) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < datasets; i++) {
                writer.write(name + i + "\t" + i + "\t1\t-\t0\toff\t-\tfilesystem\n");
                for (int j = 0; j < snapshots; j++) {
                    String time = "autosnap_2026-%02d-%02d_%02d:00:00_hourly"
                            .formatted(j / 700 % 12 + 1, j / 24 % 28 + 1, j % 24);
                    writer.write(name + i + "@" + time + "\t" + guid(i, j) + "\t" + (1000 + j)
                            + "\t-\t65536\toff\t0\tsnapshot\n");
                }
            }
        }
    }

    private static String guid(int dataset, int snapshot) {
        return Long.toUnsignedString(-(dataset * 1_000_003L + snapshot + 1));
    }
}
