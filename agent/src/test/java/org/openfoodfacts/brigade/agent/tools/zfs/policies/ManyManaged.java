package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Monthly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Weekly;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Yearly;

/**
 * Follows a policy of very many snapshots in a JVM whose heap is to be seen enough: arguments are a folder, the number of datasets, of snapshots of each, and
 * {@code kept} (all are), {@code held} (all are, by somebody, and would be destroyed else) or {@code expired}: all but one of each are destroyed.
 */
final class ManyManaged {
    private static final Instant NOW = Instant.parse("2026-11-24T06:20:00Z");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH:mm:ss").withZone(ZoneOffset.UTC);

    private ManyManaged() {}

    public static void main(String[] args) throws IOException {
        int datasets = Integer.parseInt(args[1]);
        int snapshots = Integer.parseInt(args[2]);
        boolean held = args[3].equals("held");
        boolean kept = args[3].equals("kept");
        Path listing = Path.of(args[0]).resolve("listing");
        write(listing, datasets, snapshots, held);
        SnapshotPolicy policy = new SnapshotPolicy(
                kept,
                false,
                true,
                0,
                new Counts(0, kept ? snapshots : 1, 0, 0, 0, 0),
                new Times(
                        15,
                        0,
                        LocalTime.NOON,
                        new Weekly(DayOfWeek.MONDAY, LocalTime.NOON),
                        new Monthly(1, LocalTime.NOON),
                        new Yearly(MonthDay.of(1, 1), LocalTime.NOON)));
        FollowPolicies order = new FollowPolicies(
                1,
                "UTC",
                IntStream.range(0, datasets)
                        .mapToObj(i -> new ManagedDataset(dataset(i), policy, List.of(), null))
                        .toList());
        Followed followed = new FollowPoliciesFollower().follow(order, new Machine(answering(listing), listing), NOW);
        System.out.println(followed.outcome() + " " + followed.detail());
    }

    private static Exec answering(Path listing) {
        return (invocation, lines, cancellation) -> switch (invocation.argv().get(1)) {
            case "list" ->
                new ProcessExec()
                        .run(
                                Invocation.of("cat", listing.toString()).within(Duration.ofMinutes(10)),
                                lines,
                                cancellation);
            case "holds" -> holders(invocation, lines, cancellation);
            case "destroy" -> foretold(invocation, lines, cancellation);
            case "program" ->
                new ProcessExec().run(Invocation.of("cat").reading("{\"return\":{}}"), lines, cancellation);
            default -> throw new IllegalStateException("nobody expects " + invocation.argv());
        };
    }

    private static ExecResult holders(Invocation asked, LineSink lines, Cancellation cancellation) {
        String told = asked.argv().stream()
                .skip(3)
                .map(snapshot -> snapshot + "\tkeep\tTue Nov 24  6:00 2026\n")
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();
        return new ProcessExec().run(Invocation.of("cat").reading(told), lines, cancellation);
    }

    private static ExecResult foretold(Invocation asked, LineSink lines, Cancellation cancellation) {
        String argument = asked.argv().getLast();
        String dataset = argument.substring(0, argument.indexOf('@') + 1);
        StringBuilder told = new StringBuilder();
        for (String name : argument.substring(dataset.length()).split(",")) {
            told.append("destroy\t").append(dataset).append(name).append('\n');
        }
        return new ProcessExec()
                .run(Invocation.of("cat").reading(told.append("reclaim\t0\n").toString()), lines, cancellation);
    }

    private static void write(Path file, int datasets, int snapshots, boolean held) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < datasets; i++) {
                writer.write(dataset(i) + "\t" + guid(i, snapshots) + "\t1\t1700000000\t-\t-\n");
            }
            for (int j = 0; j < snapshots; j++) {
                Instant taken = NOW.minusSeconds(20 * 60).minus(Duration.ofHours(snapshots - 1L - j));
                for (int i = 0; i < datasets; i++) {
                    writer.write(dataset(i) + "@autosnap_" + STAMP.format(taken) + "_hourly\t" + guid(i, j) + "\t"
                            + (1000 + j) + "\t" + taken.getEpochSecond() + "\t" + (held ? 1 : 0) + "\t-\n");
                }
            }
        }
    }

    private static String dataset(int i) {
        return "tank/hosts/subvol-" + i + "-disk-0";
    }

    private static String guid(int dataset, int snapshot) {
        return Long.toUnsignedString(-(dataset * 1_000_003L + snapshot + 1));
    }
}
