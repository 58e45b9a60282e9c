package org.openfoodfacts.brigade.agent.tools.zfs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.CommandHandler;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;

/**
 * Takes a snapshot of a dataset with many, and destroys such a one, in a JVM whose heap is to be seen enough: arguments are a folder and the number of
 * snapshots.
 */
final class ManyInATree {
    private static final String DATASET = "tank/hosts/images";

    private final Path folder;
    private final int snapshots;

    private ManyInATree(Path folder, int snapshots) {
        this.folder = folder;
        this.snapshots = snapshots;
    }

    public static void main(String[] args) throws IOException {
        ManyInATree many = new ManyInATree(Path.of(args[0]), Integer.parseInt(args[1]));
        many.write("tree", DATASET + "\t1\t1\t-\t-\tfilesystem\tno\t/tank", "0\t\tsnapshot\t-\t-");
        many.write("snapshots", DATASET + "@now\t1\t1\t1", "1700000000");
        many.say(new TakeSnapshotHandler(), new TakeSnapshot(DATASET, "now", true, "why", null), "snapshots");
        many.say(new DestroyDatasetHandler(), new DestroyDataset(DATASET, "1", List.of(), "why"), "tree");
    }

    private <C extends Command> void say(CommandHandler<C> handler, C command, String listing) {
        ProcessExec processes = new ProcessExec();
        Machine machine = new Machine(
                (asked, lines, cancellation) -> asked.argv().get(1).equals("list")
                        ? processes.run(cat(listing), lines, cancellation)
                        : new ExecResult.Exited(0, "", "", false),
                folder);
        Outcome outcome = handler.handle(
                command, new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), null));
        System.out.println(outcome.getClass().getSimpleName());
    }

    private Invocation cat(String listing) {
        return Invocation.of("cat", folder.resolve(listing).toString()).within(Duration.ofMinutes(1));
    }

    private void write(String name, String first, String end) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve(name))) {
            writer.write(first + "\n");
            for (int i = 0; i < snapshots; i++) {
                String time = "autosnap_2026-%02d-%02d_%02d:00:00_hourly"
                        .formatted(i / 700 % 12 + 1, i / 24 % 28 + 1, i % 24);
                writer.write(DATASET + "@" + time + "\t" + Long.toUnsignedString(-i - 2L) + "\t" + (1000 + i) + "\t"
                        + end + "\n");
            }
        }
    }
}
