package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.suite.machine.ZfsMachines.snapshots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;

/**
 * What packaged agents destroy on real ZFS when a policy lets everything go, and what they leave; and what is told of a real pool that fills
 * and loses a device.
 */
@OnZfsMachines
class RealRetentionAndSpaceST {
    private static final String HELD = hourly(1);
    private static final String CLONED = hourly(2);
    private static final String BY_HAND = "by-hand";
    private static final String NEWEST = hourly(6);
    private static final List<String> ALL = List.of(HELD, CLONED, hourly(3), hourly(4), hourly(5), BY_HAND, NEWEST);

    /** Two of 2 GiB: of less, the part that ZFS keeps for itself is more than a tenth. They hold zeros, which {@code tank} does not store. */
    private static final String DEVICES = "/tank/devices";

    private static final String FIRST = DEVICES + "/first";
    private static final String OFFLINE = DEVICES + "/second";

    @Test
    void whatAPolicyLetsGoIsDestroyedButForWhatIsNeeded(ZfsMachines machines) {
        ZfsGuest north = machines.north();
        makeWorn(north);
        machines.awaitInSync("worn");
        assertThat(snapshots(north, "tank/worn"))
                .as("what is not managed is left alone")
                .isEqualTo(ALL);
        assertThat(north.output("zfs", "holds", "-H", "tank/worn@" + NEWEST))
                .as("the last common snapshot is held at the source")
                .contains("brigade:");

        machines.others().declare("manage: [tank/shop]", "manage: [tank/shop, tank/worn]");

        JsonNode run = awaitRun(machines, "tank/worn");
        assertThat(run.path("destroyed").asInt()).as(run.toString()).isEqualTo(3);
        assertThat(run.path("spared").asInt()).as(run.toString()).isEqualTo(3);
        assertThat(run.path("waiting").asInt()).as(run.toString()).isZero();
        assertThat(run.hasNonNull("problem")).as(run.toString()).isFalse();
        assertThat(snapshots(north, "tank/worn")).containsExactly(HELD, CLONED, BY_HAND, NEWEST);
        assertThat(north.output("zfs", "list", "-H", "-o", "origin", "tank/worn-clone"))
                .isEqualTo("tank/worn@" + CLONED + "\n");
        assertThat(snapshots(machines.south(), "tank/copies/worn"))
                .as("the copy is nobody's to prune")
                .isEqualTo(ALL);
        aNewerOneStillComes(machines);
    }

    private static void aNewerOneStillComes(ZfsMachines machines) {
        machines.north().output("zfs", "snapshot", "tank/worn@after");
        Awaitility.await("the copy goes on from what was left")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> snapshots(machines.south(), "tank/copies/worn")
                        .getLast()
                        .equals("after"));
    }

    @Test
    void aPoolThatIsFullAndThenLosesADeviceIsToldOfOnceEach(ZfsMachines machines) {
        ZfsGuest north = machines.north();
        makeTiny(north);
        try {
            JsonNode well = awaitTiny(machines, "OK", "ONLINE");
            assertThat(well.path("status").path("devices")).as(well.toString()).isEmpty();

            ZfsMachines.run(north, "dd if=/dev/zero of=/tiny/data bs=1M count=1760 status=none && sync", Map.of());
            JsonNode full = awaitTiny(machines, "FULL", "ONLINE");
            assertThat(full.path("allocatedBytes").asLong()).isGreaterThan(1760L << 20);

            north.output("zpool", "offline", "tiny", OFFLINE);
            awaitChange(machines, "FULL", "DEGRADED", List.of(OFFLINE));
            JsonNode degraded = awaitTiny(machines, "FULL", "DEGRADED");
            assertThat(degraded.path("status").path("devices").valueStream())
                    .singleElement()
                    .satisfies(device -> {
                        assertThat(device.path("name").asText()).isEqualTo(OFFLINE);
                        assertThat(device.path("state").asText()).isEqualTo("OFFLINE");
                    });
            assertThat(changes(machines))
                    .filteredOn(change -> !change.path("before")
                            .path("space")
                            .equals(change.path("after").path("space")))
                    .as("when it was first seen, and when it was full")
                    .hasSize(2)
                    .last()
                    .satisfies(change -> assertThat(
                                    change.path("after").path("health").asText())
                            .isEqualTo("ONLINE"));
        } finally {
            ZfsMachines.run(north, "zpool destroy -f tiny && zfs destroy -r tank/devices", Map.of());
        }
        awaitChange(machines, "", "", List.of());
    }

    private static void makeTiny(ZfsGuest guest) {
        guest.output("zfs", "create", "-o", "compression=on", "tank/devices");
        guest.output("truncate", "-s", "2G", FIRST, OFFLINE);
        guest.output("zpool", "create", "-O", "compression=off", "tiny", "mirror", FIRST, OFFLINE);
    }

    private static JsonNode awaitTiny(ZfsMachines machines, String state, String health) {
        return Awaitility.await("the pool tiny is " + state + " and " + health)
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api()
                                .get("zfs-sync/pools?node=" + ZfsMachines.NORTH)
                                .path("items")
                                .valueStream()
                                .filter(pool -> pool.path("name").asText().equals("tiny"))
                                .findFirst()
                                .orElse(MissingNode.getInstance()),
                        pool -> pool.path("state").asText().equals(state)
                                && pool.path("health").asText().equals(health));
    }

    /** Empty words mean that the node no longer shows it. */
    private static void awaitChange(ZfsMachines machines, String space, String health, List<String> devices) {
        Awaitility.await("it is told that tiny is " + space + " and " + health)
                .atMost(TwoMachines.PATIENCE)
                .untilAsserted(() -> {
                    JsonNode after = changes(machines).getLast().path("after");
                    assertThat(after.path("space").asText()).isEqualTo(space);
                    assertThat(after.path("health").asText()).isEqualTo(health);
                    assertThat(after.path("devices").valueStream().map(JsonNode::asText))
                            .isEqualTo(devices);
                });
    }

    /** What was told of the pool, oldest first. */
    private static List<JsonNode> changes(ZfsMachines machines) {
        return machines.api().all("inventory/events?type=pool-changed&node=" + ZfsMachines.NORTH).stream()
                .map(event -> event.path("data"))
                .filter(change -> change.path("pool").asText().equals("tiny"))
                .toList();
    }

    private static String hourly(int day) {
        return "autosnap_2026-01-0" + day + "_00:00:01_hourly";
    }

    /** All of it is there at once, so that the copy gets it in one go. */
    private static void makeWorn(ZfsGuest north) {
        north.output("zfs", "create", "tank/making");
        for (String name : ALL) {
            ZfsMachines.run(
                    north,
                    "dd if=/dev/urandom of=/tank/making/data bs=64k count=16 status=none && zfs snapshot tank/making@"
                            + name,
                    Map.of());
        }
        north.output("zfs", "hold", "mine", "tank/making@" + HELD);
        north.output("zfs", "clone", "tank/making@" + CLONED, "tank/worn-clone");
        north.output("zfs", "rename", "tank/making", "tank/worn");
    }

    /** What the agent's round came to in which it destroyed something. */
    private static JsonNode awaitRun(ZfsMachines machines, String dataset) {
        return Awaitility.await("a round has destroyed snapshots of " + dataset)
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api().all("zfs-sync/policies?mode=MANAGE&node=" + ZfsMachines.NORTH).stream()
                                .filter(policy ->
                                        policy.path("dataset").asText().equals(dataset))
                                .findFirst()
                                .map(policy -> policy.path("following").path("run"))
                                .orElse(MissingNode.getInstance()),
                        run -> run.path("destroyed").asInt() > 0);
    }
}
