package org.openfoodfacts.brigade.suite.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;

/** The agent keeps real ZFS by a policy, and Debian's sanoid beside it finds its own work done. The guest's clock is set by the test. */
@OnZfsGuests
class RealPoliciesST {
    private static final Instant BEGIN = Instant.parse("2026-06-01T10:00:30Z");

    /** No multiple of an hour away from a boundary, so that it does not matter how long a round takes. */
    private static final Duration STEP = Duration.ofMinutes(62);

    private final ZfsGuest guest;
    private final Machine machine;
    private final FollowPoliciesFollower follower = new FollowPoliciesFollower();
    private final String parent =
            "tank/policies-" + UUID.randomUUID().toString().substring(0, 8);
    private Instant now = BEGIN;
    private long generation;

    RealPoliciesST(ZfsGuests guests) {
        this.guest = guests.source();
        this.machine = new Machine(guest, Path.of("/"));
    }

    @BeforeEach
    void twoDatasets() {
        guest.output("zfs", "create", "-p", parent + "/a");
        guest.output("zfs", "create", parent + "/b");
        guest.output("mkdir", "-p", "/etc/sanoid");
        assertThat(guest.run(Invocation.of("tee", "/etc/sanoid/sanoid.conf").reading(sanoidConf()))
                        .success())
                .isPresent();
        setClock();
    }

    @AfterEach
    void asItWas() {
        guest.output("date", "-s", "@" + Instant.now().getEpochSecond());
        guest.output("zfs", "destroy", "-R", parent);
    }

    @Test
    void sanoidAndTheAgentFindEachOthersWorkDone() {
        for (int step = 0; step < 4; step++) {
            follow(List.of());
            later(STEP);
        }
        follow(List.of());
        List<String> kept = snapshots("a");
        assertThat(kept.stream().filter(name -> name.endsWith("_hourly"))).hasSize(2);
        assertThat(kept).anyMatch(name -> name.endsWith("_daily")).anyMatch(name -> name.endsWith("_monthly"));
        assertThat(guest.output("zfs", "list", "-Hp", "-t", "snapshot", "-o", "createtxg", "-r", parent)
                        .lines()
                        .distinct()
                        .count())
                .as("both datasets in the same moments")
                .isEqualTo(guest.output(
                                "zfs", "list", "-Hp", "-t", "snapshot", "-o", "createtxg", "-d", "1", parent + "/a")
                        .lines()
                        .distinct()
                        .count());

        sanoid();
        assertThat(snapshots("a")).as("sanoid had nothing to do").isEqualTo(kept);

        later(STEP);
        sanoid();
        List<String> bySanoid = snapshots("a");
        assertThat(bySanoid).isNotEqualTo(kept);
        PoliciesFact fact = follow(List.of());
        assertThat(snapshots("a")).as("nor has the agent").isEqualTo(bySanoid);
        assertThat(fact.runs()).allSatisfy(run -> assertThat(run.taken()).isEmpty());
    }

    @Test
    void whatIsHeldClonedOrNeededElsewhereStaysAndIsCounted() {
        for (int hour = 0; hour < 4; hour++) {
            follow(List.of());
            later(Duration.ofHours(1));
        }
        List<String> hourly =
                snapshots("a").stream().filter(name -> name.endsWith("_hourly")).toList();
        String first = parent + "/a@" + hourly.getFirst();
        String second = parent + "/a@" + hourly.get(1);
        String guid = guest.output("zfs", "list", "-Hp", "-o", "guid", second).strip();
        guest.output("zfs", "hold", "keep", first);
        guest.output("zfs", "clone", first, parent + "/clone");
        List<Protection> needed = List.of(new Protection(guid, Protection.Reason.LAST_COMMON, "south1 backup/a"));
        later(Duration.ofDays(2));
        follow(needed);
        later(Duration.ofHours(1));

        PolicyRun run = follow(needed).runs().getFirst();

        assertThat(snapshots("a")).contains(hourly.getFirst(), hourly.get(1)).doesNotContain(hourly.get(2));
        assertThat(run.spared()).isEqualTo(2);
        assertThat(run.destroyed()).isEqualTo(1);
        assertThat(run.problem()).isNull();
        guest.output("zfs", "release", "keep", first);
    }

    @Test
    void whatThePolicyHoldsSurvivesAHandAndLeavesWithThePolicy() {
        for (int hour = 0; hour < 2; hour++) {
            followHolding(SnapshotKind.HOURLY);
            later(Duration.ofHours(1));
        }
        String first = parent + "/a@"
                + snapshots("a").stream()
                        .filter(name -> name.endsWith("_hourly"))
                        .findFirst()
                        .orElseThrow();
        assertThat(guest.output("zfs", "holds", "-H", first)).contains("\t" + SnapshotPolicy.HOLD_TAG + "\t");
        assertThat(guest.run(Invocation.of("zfs", "destroy", first))).asString().contains("it's being held");

        later(Duration.ofDays(2));
        assertThat(followHolding(SnapshotKind.HOURLY).destroyed()).isPositive();
        assertThat(snapshots("a")).doesNotContain(first.substring(first.indexOf('@') + 1));

        assertThat(followHolding(SnapshotKind.YEARLY).problem()).isNull();
        assertThat(guest.output("zfs", "list", "-Hp", "-t", "snapshot", "-o", "userrefs", "-r", parent)
                        .lines())
                .containsOnly("0");
    }

    private PolicyRun followHolding(SnapshotKind kind) {
        SnapshotPolicy policy = policy();
        SnapshotPolicy holding =
                new SnapshotPolicy(true, false, true, 0, policy.counts(), policy.times(), List.of(kind));
        FollowPolicies order = new FollowPolicies(
                ++generation, "UTC", List.of(new ManagedDataset(parent + "/a", holding, List.of(), null)));
        Followed followed = follower.follow(order, machine, now);
        return ((PoliciesFact) followed.facts().getFirst()).runs().getFirst();
    }

    private String sanoidConf() {
        return """
                [%1$s/a]
                use_template = two
                [%1$s/b]
                use_template = two
                [template_two]
                frequently = 0
                hourly = 2
                daily = 2
                weekly = 0
                monthly = 1
                yearly = 0
                autosnap = yes
                autoprune = yes
                """.formatted(parent);
    }

    private PoliciesFact follow(List<Protection> protections) {
        FollowPolicies order = new FollowPolicies(
                ++generation,
                "UTC",
                List.of(
                        new ManagedDataset(parent + "/a", policy(), protections, null),
                        new ManagedDataset(parent + "/b", policy(), List.of(), null)));
        Followed followed = follower.follow(order, machine, now);
        assertThat(followed.detail()).isNull();
        return (PoliciesFact) followed.facts().getFirst();
    }

    private static SnapshotPolicy policy() {
        return new SnapshotPolicy(true, false, true, 0, new Counts(0, 2, 2, 0, 1, 0), Times.USUAL);
    }

    /** As Debian's two units run it; with {@code --cron} it prunes by what it had listed before it took any. */
    private void sanoid() {
        guest.output("env", "TZ=UTC", "sanoid", "--take-snapshots", "--force-update");
        guest.output("env", "TZ=UTC", "sanoid", "--prune-snapshots", "--force-update");
    }

    private void later(Duration duration) {
        now = now.plus(duration);
        setClock();
    }

    private void setClock() {
        guest.output("date", "-s", "@" + now.getEpochSecond());
    }

    private List<String> snapshots(String dataset) {
        return guest.output(
                        "zfs",
                        "list",
                        "-H",
                        "-t",
                        "snapshot",
                        "-o",
                        "name",
                        "-s",
                        "name",
                        "-d",
                        "1",
                        parent + "/" + dataset)
                .lines()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }
}
