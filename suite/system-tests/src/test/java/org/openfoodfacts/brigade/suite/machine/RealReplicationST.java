package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.suite.machine.ZfsMachines.lines;
import static org.openfoodfacts.brigade.suite.machine.ZfsMachines.snapshots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;

/**
 * What fleet.yaml, sanoid.conf and syncoid-args.conf say is done by packaged agents on real ZFS, over real ssh, told and asked for by the
 * services: the whole way from the repository to the copy, and what people and accidents do to it.
 */
@OnZfsMachines
class RealReplicationST {
    private static final String RANDOM = "dd if=/dev/urandom of=/%s/%s bs=1M count=%d status=none && sync";

    @Test
    void whatIsDeclaredIsSnapshottedAtOncePulledHeldAndVerified(ZfsMachines machines) {
        create(machines.north(), "tank/opening", 4);
        create(machines.north(), "tank/opening/images", 4);
        machines.north().output("zfs", "rename", "tank/opening", "tank/shop"); // both are there at once

        machines.awaitInSync("shop");
        machines.awaitInSync("shop/images");

        List<String> kept = snapshots(machines.north(), "tank/shop");
        assertThat(kept)
                .as("sanoid's own names")
                .anyMatch(name -> name.matches("autosnap_.*_hourly"))
                .anyMatch(name -> name.matches("autosnap_.*_daily"))
                .anyMatch(name -> name.matches("autosnap_.*_monthly"));
        assertThat(snapshots(machines.north(), "tank/shop/images")).containsAll(kept);
        assertThat(snapshots(machines.south(), "tank/copies/shop")).containsAll(kept);
        assertThat(snapshots(machines.south(), "tank/copies/shop/images")).containsAll(kept);
        assertThat(kept)
                .allSatisfy(name -> assertThat(lines(
                                        machines.north(),
                                        "zfs",
                                        "get",
                                        "-Hp",
                                        "-o",
                                        "value",
                                        "createtxg",
                                        "tank/shop@" + name,
                                        "tank/shop/images@" + name)
                                .stream()
                                .distinct())
                        .as("parent and child in the same moment")
                        .hasSize(1));
        for (String copy : List.of("tank/copies/shop", "tank/copies/shop/images")) {
            assertThat(lines(machines.south(), "zfs", "get", "-Hp", "-o", "value", "readonly,mounted,written", copy))
                    .as(copy)
                    .containsExactly("on", "no", "0");
        }
        assertThat(machines.north().output("zfs", "holds", "-H", "tank/shop@" + kept.getLast()))
                .as("the last common snapshot is held at the source")
                .contains("brigade");
    }

    @Test
    void aStreamThatIsCutAndAnAgentThatIsKilledGoOnFromWhatHadCome(ZfsMachines machines) {
        // A minute's worth under its limit: whoever cuts it comes over ssh to a machine that may be busy.
        create(machines.north(), "tank/slow", 32);
        machines.north().output("zfs", "snapshot", "tank/slow@1");

        awaitStep(machines, step -> step.path("movedBytes").asLong() > 4 << 20);
        ZfsMachines.run(machines.north(), "pkill -KILL -u southoperator", Map.of());
        JsonNode resumed = awaitStep(
                machines,
                step -> step.path("kind").asText().equals("RESUME")
                        && step.path("movedBytes").asLong() > 2 << 20);
        assertThat(resumed.path("totalBytes").asLong())
                .as("what had come is not sent again")
                .isLessThan(30 << 20);
        machines.killAgent(machines.south());
        machines.startAgent(machines.south());
        JsonNode again = awaitStep(
                machines,
                step -> step.path("kind").asText().equals("RESUME")
                        && step.path("totalBytes").asLong()
                                < resumed.path("totalBytes").asLong());

        machines.awaitInSync("slow");

        assertThat(again.path("commandId")).isNotEqualTo(resumed.path("commandId"));
        assertThat(lines(
                        machines.south(),
                        "zfs",
                        "get",
                        "-Hp",
                        "-o",
                        "value",
                        "receive_resume_token,written",
                        "tank/copies/slow"))
                .containsExactly("-", "0");
        assertThat(snapshots(machines.south(), "tank/copies/slow")).containsExactly("1");
    }

    @Test
    void aCopyThatSomebodyWroteToIsToldAndTakenBackWhenAnAdminApproves(ZfsMachines machines) {
        create(machines.north(), "tank/touched", 2);
        machines.north().output("zfs", "snapshot", "tank/touched@1");
        machines.awaitInSync("touched");
        ZfsMachines.run(
                machines.south(),
                "zfs set readonly=off tank/copies/touched && zfs mount tank/copies/touched && "
                        + String.format(RANDOM, "tank/copies/touched", "own", 1),
                Map.of());
        machines.north().output("zfs", "snapshot", "tank/touched@2");

        JsonNode plan = awaitPlan(machines, "tank/copies/touched");
        assertThat(plan.path("finding").path("kind").asText()).isEqualTo("TARGET_WRITTEN");
        assertThat(plan.path("losesNothing").asBoolean()).isFalse();
        assertThat(plan.path("lostBytes").asLong()).isGreaterThan(1 << 20);
        JsonNode repair = machines.api()
                .post(
                        "zfs-sync/repairs",
                        Map.of(
                                "node",
                                ZfsMachines.SOUTH,
                                "dataset",
                                "tank/copies/touched",
                                "plan",
                                plan.path("plan").asText()));

        Awaitility.await("the repair has ended")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> machines.api()
                        .get("zfs-sync/repairs/" + repair.path("id").asText())
                        .path("state")
                        .asText()
                        .equals("DONE"));
        Awaitility.await("what was snapshotted meanwhile is brought too")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> snapshots(machines.south(), "tank/copies/touched").equals(List.of("1", "2")));
        assertThat(lines(machines.south(), "zfs", "get", "-Hp", "-o", "value", "written", "tank/copies/touched"))
                .containsExactly("0");
    }

    @Test
    void stagingClonesAreTakenToAnotherMomentWhileTheirConsumerIsStopped(ZfsMachines machines) {
        ZfsGuest north = machines.north();
        RealMachine consumer = machines.others().tunnel();
        consumer.put("/etc/systemd/system/staging.service", "[Service]\nExecStart=/bin/sleep infinity\n", 0644);
        consumer.run("systemctl daemon-reload && systemctl start staging.service");
        create(north, "tank/products", 2);
        create(north, "tank/orders", 2);
        north.output("zfs", "create", "tank/staging");
        ZfsMachines.run(north, "zfs snapshot tank/products@one && zfs snapshot tank/orders@one", Map.of());
        assertThat(refresh(machines, "one").path("state").asText()).isEqualTo("DONE");
        ZfsMachines.run(
                north,
                "test -s /tank/staging/orders/data && echo mine >/tank/staging/orders/own && "
                        + "rm /tank/products/data && zfs snapshot tank/products@two && zfs snapshot tank/orders@two",
                Map.of());
        exportTo(machines, "/tank/staging/products");
        machines.south().output("cat", "/mnt/staging/data");
        assertThat(ZfsMachines.run(north, "cat /proc/fs/nfsd/clients/*/states", Map.of()))
                .as("what keeps it busy, also when it is exported no more")
                .contains("type: deleg");
        machines.whileSomebodyIsIn(north, "/tank/staging/orders", () -> {
            JsonNode failed = refresh(machines, "two");
            assertThat(failed.path("state").asText()).isEqualTo("FAILED");
            assertThat(failed.toString())
                    .as("who is in the way")
                    .contains("zfs unmount tank/staging/orders (in use by process ", "(sleep)");
        });
        assertThat(lines(machines.south(), "ls", "/mnt/staging"))
                .as("the old one, exported as before")
                .containsExactly("data");
        String started = consumer.run("systemctl show --value -p ActiveEnterTimestampMonotonic staging.service");

        JsonNode refreshed = refresh(machines, "two");

        assertThat(refreshed.path("state").asText()).as(refreshed.toString()).isEqualTo("DONE");
        assertThat(lines(north, "zfs", "list", "-H", "-o", "name,origin,mounted,readonly", "-d", "1", "tank/staging"))
                .contains(
                        "tank/staging/products\ttank/products@two\tyes\toff",
                        "tank/staging/orders\ttank/orders@two\tyes\toff")
                .hasSize(3);
        assertThat(lines(north, "ls", "/tank/staging/products", "/tank/staging/orders"))
                .as("all of the new moment, and nothing that was written to the clones before")
                .containsExactly("/tank/staging/orders:", "data", "", "/tank/staging/products:");
        ZfsMachines.run(machines.south(), "umount -l /mnt/staging && mount /mnt/staging", Map.of());
        assertThat(lines(machines.south(), "ls", "/mnt/staging"))
                .as("the new one, exported as the old one was")
                .isEmpty();
        machines.south().output("umount", "/mnt/staging");
        assertThat(consumer.run("systemctl is-active staging.service")).isEqualTo("active");
        assertThat(consumer.run("systemctl show --value -p ActiveEnterTimestampMonotonic staging.service"))
                .as("it was started anew")
                .isNotEqualTo(started);
    }

    /** A real NFS server in the north, of version 4 alone, which needs no port mapper, and knows of no client to wait for; and a client in the south. */
    private static void exportTo(ZfsMachines machines, String path) {
        ZfsMachines.run(
                machines.north(),
                "mount -t nfsd nfsd /proc/fs/nfsd && mkdir -p /run/rpc_pipefs /var/lib/nfs/nfsdcld && "
                        + "mount -t rpc_pipefs rpc_pipefs /run/rpc_pipefs && nfsdcld && "
                        + "echo '" + path + " *(ro,no_subtree_check,insecure)' >/etc/exports && exportfs -r && "
                        + "rpc.mountd -N 3 && rpc.nfsd -N 3 -V 4 2",
                Map.of());
        ZfsMachines.run(
                machines.south(),
                "mkdir -p /mnt/staging && echo '" + ZfsMachines.NORTH + ":" + path
                        + " /mnt/staging nfs4 ro,soft,noac 0 0' >>/etc/fstab && mount /mnt/staging",
                Map.of());
    }

    /** Once the facts show the snapshot of both sources. */
    private static JsonNode refresh(ZfsMachines machines, String snapshot) {
        Awaitility.await("both sources have @" + snapshot)
                .atMost(TwoMachines.PATIENCE)
                .ignoreExceptions()
                .until(() -> List.of("tank/products", "tank/orders").stream()
                        .allMatch(dataset -> machines.api()
                                .get("zfs-sync/datasets/" + ZfsMachines.NORTH + "/" + dataset)
                                .toString()
                                .contains("\"" + snapshot + "\"")));
        JsonNode begun = machines.api().post("zfs-sync/clones/staging/refresh", Map.of());
        return Awaitility.await("the refresh has ended")
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api()
                                .get("zfs-sync/clones/refreshes/"
                                        + begun.path("id").asText()),
                        view -> view.hasNonNull("endedAt"));
    }

    private static void create(ZfsGuest guest, String dataset, int mebibytes) {
        guest.output("zfs", "create", dataset);
        ZfsMachines.run(guest, String.format(RANDOM, dataset, "data", mebibytes), Map.of());
    }

    private static JsonNode awaitStep(ZfsMachines machines, Predicate<JsonNode> wanted) {
        Set<String> seen = new LinkedHashSet<>();
        try {
            return Awaitility.await("the step of tank/copies/slow")
                    .atMost(TwoMachines.PATIENCE)
                    .until(() -> newest(machines), transfer -> {
                        seen.add(transfer.toString());
                        return wanted.test(transfer.path("current"));
                    })
                    .path("current");
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the transfers of tank/copies/slow were\n" + String.join("\n", seen), e);
        }
    }

    private static JsonNode newest(ZfsMachines machines) {
        return machines.api()
                .get("zfs-sync/transfers?limit=100&node=" + ZfsMachines.SOUTH)
                .path("items")
                .valueStream()
                .filter(transfer ->
                        transfer.path("target").path("dataset").asText().equals("tank/copies/slow"))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static JsonNode awaitPlan(ZfsMachines machines, String copy) {
        return Awaitility.await("a plan for " + copy)
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> machines.api()
                                .get("zfs-sync/repairs/plans?node=" + ZfsMachines.SOUTH + "&dataset=" + copy)
                                .path("items")
                                .path(0),
                        plan -> plan.hasNonNull("plan"));
    }
}
