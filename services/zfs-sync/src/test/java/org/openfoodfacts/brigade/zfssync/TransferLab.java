package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Receiving;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Problem;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.PulledDataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** A source and a puller on the bus: what they have, what is asked of the puller, and what it says. */
final class TransferLab implements AutoCloseable {
    /** One that sanoid took at the copy. */
    static final String OWN = "autosnap_2026-11-29_00:00:01_daily";

    static final Receiving CLEAN = new Receiving(null, 0, false);

    final TestBus bus;
    List<DeclaredMount> mountsAtPuller = List.of();
    private final Instant now = Instant.now();

    TransferLab() {
        this(new TestBus());
    }

    TransferLab(TestBus bus) {
        this.bus = bus;
    }

    /** Enrols both; {@code pulls} are the lines of the puller's syncoid-args.conf, {@code pulled} what Brigade brings there. */
    void declare(String source, String puller, String pulls, String pulled) {
        bus.enrol(source);
        bus.enrol(puller);
        declareAgain(source, puller, pulls, pulled);
    }

    /** Of two that are enrolled. */
    void declareAgain(String source, String puller, String pulls, String pulled) {
        String file = "confs/" + puller + "/sanoid/syncoid-args.conf";
        List<DeclaredNode> nodes = List.of(
                new DeclaredNode(source, "host", "north", null, null, List.of(), List.of("192.0.2.1"), null),
                new DeclaredNode(puller, "host", "south", null, null, List.of(), List.of("192.0.2.2"), null));
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "transfers",
                new FleetDeclared(
                        "transfers",
                        "r",
                        "c",
                        nodes,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new DeclaredFile(puller, file, pulls)),
                        List.of(new DeclaredZfs(puller, List.of(), List.of(pulled), mountsAtPuller, List.of()))));
    }

    void datasets(String node, Receiving receiving, String... names) {
        bus.fact(
                node,
                new DatasetsFact(Stream.of(names)
                        .map(name -> new Dataset(
                                name, "9" + name.hashCode(), "filesystem", 10, 1L << 30, 5, null, null, receiving))
                        .toList()));
    }

    /** Snapshots {@code s1} to {@code s<count>} with the guids 1 to count. */
    void snapshots(String node, String dataset, int count) {
        bus.fact(
                node,
                new SnapshotsFact(
                        dataset,
                        IntStream.rangeClosed(1, count).mapToObj(this::snapshot).toList(),
                        List.of()));
    }

    /** Snapshots {@code s1} to {@code s<count>} and then {@link #OWN}, into which so much was written. */
    void snapshotsAndOwn(String node, String dataset, int count, long written) {
        snapshotsAnd(node, dataset, count, OWN, written);
    }

    void snapshotsAnd(String node, String dataset, int count, String newest, long written) {
        List<Snapshot> all = IntStream.rangeClosed(1, count)
                .mapToObj(this::snapshot)
                .collect(Collectors.toCollection(ArrayList::new));
        all.add(new Snapshot(newest, "77", 50, now, 0, List.of(), List.of(), null, written));
        bus.fact(node, new SnapshotsFact(dataset, all, List.of()));
    }

    private Snapshot snapshot(int number) {
        String guid = Integer.toString(number);
        Instant taken = now.minusSeconds(100L - number);
        return new Snapshot("s" + number, guid, number, taken, 0, List.of(), List.of(), null, 1000L);
    }

    Decoded<PullDatasets> firstPull(String node) {
        return pull(node, _ -> true);
    }

    Decoded<PullDatasets> pullBehind(String node, UUID other) {
        return pull(node, sent -> id(sent).compareTo(other) > 0);
    }

    Decoded<PullDatasets> pullInto(String node, String target) {
        return pull(
                node,
                sent -> sent.message().pulls().stream()
                        .anyMatch(one -> one.target().equals(target)));
    }

    private Decoded<PullDatasets> pull(String node, Predicate<Decoded<PullDatasets>> which) {
        return bus.await(Topic.commands(node), PullDatasets.class, which);
    }

    static PulledDataset pulled(String target, String guid, long bytes, Problem problem) {
        return pulled(target, guid, bytes, null, problem);
    }

    private static PulledDataset pulled(String target, String guid, long bytes, String holdProblem, Problem problem) {
        return new PulledDataset(
                target, guid, bytes, Duration.ofSeconds(1), null, holdProblem == null, holdProblem, problem);
    }

    static Pull only(Decoded<PullDatasets> command) {
        assertThat(command.message().pulls()).hasSize(1);
        return command.message().pulls().getFirst();
    }

    static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
    }

    void done(String node, Decoded<PullDatasets> command, String guid, long bytes) {
        done(node, command, guid, bytes, null);
    }

    /** {@code holdProblem} is what the source said against holding what came. */
    void done(String node, Decoded<PullDatasets> command, String guid, long bytes, String holdProblem) {
        bus.report(
                node,
                new CommandDone(
                        id(command),
                        Instant.now(),
                        new DatasetsPulled(command.message().pulls().stream()
                                .map(one -> pulled(one.target(), guid, bytes, holdProblem, null))
                                .toList())));
    }

    void failed(String node, Decoded<PullDatasets> command, CommandFailed.Reason reason, String detail) {
        bus.report(node, new CommandFailed(id(command), Instant.now(), reason, detail, 1));
    }

    /** As an agent that is stopped reports it: its streams were cancelled. */
    void cutShort(String node, Decoded<PullDatasets> command) {
        Problem cancelled = new Problem(CommandFailed.Reason.CANCELLED.name(), "zfs send: was \u0000 cancelled");
        bus.report(
                node,
                new CommandFailed(
                        id(command),
                        Instant.now(),
                        CommandFailed.Reason.CUT_SHORT,
                        "the agent was stopped",
                        null,
                        new DatasetsPulled(command.message().pulls().stream()
                                .map(one -> pulled(one.target(), null, 0, cancelled))
                                .toList())));
    }

    @Override
    public void close() {
        bus.close();
    }
}
