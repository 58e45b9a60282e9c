package org.openfoodfacts.brigade.suite.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/** A pool that real ZFS has suspended, for its only device takes nothing any more (ADR 0164). */
@OnZfsGuests
class SuspendedPoolST {
    private static final Duration SOON = Duration.ofMinutes(3);

    private final ZfsGuest guest;
    private final Machine machine;

    SuspendedPoolST(ZfsGuests guests) {
        guest = guests.source();
        machine = new Machine(guest, Path.of("/"));
    }

    @BeforeEach
    void aPoolWhoseDeviceIsFull() {
        shell(
                "mkdir -p /mnt/stuck && mount -t tmpfs -o size=100M stuck /mnt/stuck && truncate -s 1G /mnt/stuck/device");
        shell("zpool create -O mountpoint=none -o failmode=wait stuck /mnt/stuck/device");
        shell("zfs create stuck/a && zfs snapshot stuck/a@one && zfs create tank/beside-stuck && zpool sync stuck");
        shell("dd if=/dev/zero of=/mnt/stuck/rest bs=1M 2>/dev/null || true");
        shell("setsid zfs set brigade.test:by=hand stuck/a >/dev/null 2>&1 </dev/null &");
        await().atMost(SOON).until(() -> health().equals("SUSPENDED"));
    }

    @AfterEach
    void itGoesOnAndGoes() {
        shell("rm /mnt/stuck/rest && zpool clear stuck");
        await().atMost(SOON).until(() -> health().equals("ONLINE"));
        shell("zpool destroy -f stuck && umount /mnt/stuck && zfs destroy -r tank/beside-stuck");
    }

    @Test
    void itIsToldAndKeepsNoOtherPoolFromItsSnapshots() {
        List<PolicyRun> runs = follow("stuck/a", "tank/beside-stuck");
        assertThat(runs)
                .extracting(PolicyRun::problem)
                .containsExactly("zfs list: cannot open 'stuck/a': pool I/O is currently suspended", null);
        assertThat(runs.getLast().taken()).isNotEmpty();

        List<Fact> facts = new ZfsProbe().observe(machine, Watch.NOTHING);
        assertThat(facts)
                .filteredOn(PoolsFact.class::isInstance)
                .singleElement()
                .satisfies(fact -> assertThat(((PoolsFact) fact).pools())
                        .filteredOn(pool -> pool.name().equals("stuck"))
                        .extracting(Pool::health)
                        .containsExactly("SUSPENDED"));
        assertThat(facts)
                .as("as of a pool that is away, of which nothing is taken for gone")
                .filteredOn(DatasetsFact.class::isInstance)
                .singleElement()
                .satisfies(fact -> assertThat(((DatasetsFact) fact).datasets())
                        .extracting(Dataset::name)
                        .contains("tank/beside-stuck")
                        .noneMatch(name -> name.startsWith("stuck")));
    }

    private List<PolicyRun> follow(String... datasets) {
        SnapshotPolicy policy = new SnapshotPolicy(true, false, true, 0, new Counts(0, 2, 0, 0, 0, 0), Times.USUAL);
        FollowPolicies order = new FollowPolicies(
                1,
                "UTC",
                List.of(datasets).stream()
                        .map(dataset -> new ManagedDataset(dataset, policy, List.of(), null))
                        .toList());
        Followed followed = new FollowPoliciesFollower().follow(order, machine, Instant.now());
        return ((PoliciesFact) followed.facts().getFirst()).runs();
    }

    private String health() {
        return guest.output("zpool", "list", "-H", "-o", "health", "stuck").strip();
    }

    private void shell(String line) {
        guest.output("sh", "-c", line);
    }
}
