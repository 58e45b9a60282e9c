package org.openfoodfacts.brigade.zfssync;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** A host with two sources of clones, and their consumer, on the bus: what they have, what is asked of them, and what they say. */
final class ClonesLab implements AutoCloseable {
    static final String DAILY = "autosnap_x_daily";
    static final SnapshotsCloned FRESH =
            new SnapshotsCloned(List.of(new Clone("t/s/a.next", "11"), new Clone("t/s/b.next", "12")));

    final TestBus bus;
    final Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);

    ClonesLab() {
        this(new TestBus());
    }

    ClonesLab(TestBus bus) {
        this.bus = bus;
    }

    void declare(String host, String consumer, String schedule) {
        bus.enrol(host);
        bus.enrol(consumer);
        DeclaredClones set = new DeclaredClones(
                "set-" + host,
                host,
                "daily",
                schedule,
                List.of(new DeclaredClone("t/a", "t/s/a"), new DeclaredClone("t/b", "t/s/b")),
                List.of(new DeclaredConsumer(consumer, List.of("web.service", "mnt.mount"))));
        bus.sendAs(
                Service.INVENTORY,
                Topic.FLEET.topicName(),
                "clones",
                new FleetDeclared(
                        "clones",
                        "r",
                        "c",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(set)));
    }

    static String minutesAgo(int minutes) {
        return LocalTime.now(ZoneOffset.UTC).minusMinutes(minutes).format(DateTimeFormatter.ofPattern("HH:mm"));
    }

    void snapshots(String host) {
        for (String dataset : List.of("t/a", "t/b")) {
            bus.fact(
                    host,
                    new SnapshotsFact(
                            dataset,
                            List.of(
                                    snapshot(DAILY, dataset + "1", midnight),
                                    snapshot("autosnap_x_hourly", dataset + "2", midnight.plusSeconds(3600))),
                            List.of()));
        }
    }

    static Snapshot snapshot(String name, String guid, Instant taken) {
        return new Snapshot(name, guid, taken.getEpochSecond(), taken, 0, List.of(), List.of(), null, null);
    }

    void datasets(String host, Dataset... datasets) {
        bus.fact(host, new DatasetsFact(List.of(datasets)));
    }

    static Dataset clone(String name, String guid, String origin) {
        return new Dataset(name, guid, "filesystem", 10, 1L << 30, 5, origin, null, null);
    }

    /** The newest such command of the node's that is not {@code before}. */
    <C extends Command> Decoded<C> command(String node, Class<C> type, Decoded<C> before) {
        return bus.await(
                Topic.commands(node),
                type,
                sent -> before == null
                        || !sent.envelope().id().equals(before.envelope().id()));
    }

    <E extends Event> Decoded<E> event(Class<E> type, String node) {
        return bus.await(
                Topic.ZFS_SYNC_EVENTS.topicName(),
                type,
                told -> told.envelope().node().equals(node));
    }

    void done(String node, Decoded<?> command, CommandResult result) {
        bus.report(node, new CommandDone(id(command), Instant.now(), result));
    }

    void failed(String node, Decoded<?> command, CommandFailed.Reason reason, String detail) {
        failed(node, command, reason, detail, null);
    }

    /** @param before what it had done until then */
    void failed(String node, Decoded<?> command, CommandFailed.Reason reason, String detail, CommandResult before) {
        bus.report(node, new CommandFailed(id(command), Instant.now(), reason, detail, null, before));
    }

    static UUID id(Decoded<?> command) {
        return UUID.fromString(command.envelope().id());
    }

    @Override
    public void close() {
        bus.close();
    }
}
