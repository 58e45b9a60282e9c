package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.suite.simulation.DyingExec;

class SimulatedStructureTest extends OnSimulatedPool implements StructureContract {
    SimulatedStructureTest() {
        super("tank/structure");
    }

    @Test
    void namesThatAreNoneOrAWholePoolAreMalformed() {
        Stream.of("-R", "tank", "tank/x@y", "tank/x,y")
                .forEach(name -> assertThat(destroy(name, "1", List.of()))
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(CommandRefused.Reason.MALFORMED)));
    }

    @Test
    void whatAContainerHasMountedIsNotDestroyedAndIsAsItWas() {
        String dataset = made("away");
        target().write("/etc/exports", "/" + dataset + " 10.1.0.0/24(ro)\n");
        String exported = target().output("exportfs", "-s");
        target().write("/proc/4711/comm", "lxc-start\n");
        target().write(
                        "/proc/4711/mountinfo",
                        "36 35 0:51 / /mnt/off rw - zfs " + dataset.replace(" ", "\\040") + "/below rw,xattr\n");

        assertThat(RepairContract.refused(destroy(dataset, guid(dataset), List.of(dataset + "/below"))))
                .isEqualTo(dataset + "/below is mounted at /mnt/off for process 4711 (lxc-start)");

        assertThat(target().output("zfs", "get", "-r", "-H", "-o", "value", "mounted", dataset))
                .isEqualTo("yes\nyes\n");
        assertThat(target().output("exportfs", "-s")).isEqualTo(exported).isNotEmpty();
    }

    /** ZFS would destroy what lies beside it first, and only then find it busy. */
    @Test
    void whatIsBeingReceivedIsNeitherDestroyedNorRenamed() {
        String dataset = made("coming");
        target().write("/proc/4714/cmdline", "zfs\0send\0" + dataset + "@x\0");
        target().write("/proc/4715/cmdline", "zfs\0receive\0-F\0" + parent() + "\0");
        target().write("/proc/4716/cmdline", "zfs\0receive\0" + dataset + "-other\0");
        for (String words : List.of("-s\0-u\0" + dataset + "/new@x", "-sd\0" + parent(), "-F\0-e\0" + parent())) {
            target().write("/proc/4713/cmdline", "/usr/sbin/zfs\0recv\0" + words + "\0");
            assertThat(RepairContract.refused(destroy(dataset, guid(dataset), List.of(dataset + "/below"))))
                    .endsWith(" is being received by process 4713");
        }
        target().write("/proc/4713/cmdline", "/usr/sbin/zfs\0receive\0-s\0-u\0" + dataset + "/below@x\0");
        assertThat(RepairContract.refused(destroy(dataset, guid(dataset), List.of(dataset + "/below"))))
                .isEqualTo(dataset + "/below is being received by process 4713");
        assertThat(RepairContract.refused(rename(dataset, parent() + "/elsewhere")))
                .isEqualTo(dataset + "/below is being received by process 4713");
        assertThat(target().output("zfs", "get", "-r", "-H", "-t", "filesystem", "-o", "value", "mounted", dataset))
                .isEqualTo("yes\nyes\n");
    }

    @Test
    void aVolumeThatSomebodyHasOpenIsNotDestroyed() throws IOException {
        String dataset = made("disks");
        target().output("zfs", "create", "-V", "8M", dataset + "/vm");
        link("/dev/zvol/" + dataset + "/vm", "../../../../zd16");
        link("/proc/4712/fd/7", "/dev/zd16");
        target().write("/proc/4712/comm", "kvm\n");

        assertThat(RepairContract.refused(
                        destroy(dataset, guid(dataset), List.of(dataset + "/below", dataset + "/vm"))))
                .isEqualTo(dataset + "/vm is in use by process 4712 (kvm)");
        Files.delete(machine().path("/proc/4712/fd/7"));
        link("/proc/4712/fd/8", "/dev/zd16p2");
        assertThat(RepairContract.refused(
                        destroy(dataset, guid(dataset), List.of(dataset + "/below", dataset + "/vm"))))
                .as("a part of it")
                .isEqualTo(dataset + "/vm is in use by process 4712 (kvm)");
        assertThat(target().output("zfs", "get", "-H", "-o", "value", "mounted", dataset))
                .as("nothing was unmounted")
                .isEqualTo("yes\n");
    }

    @Test
    void anAgentThatIsKilledAfterAnyCallLeavesTheDatasetDestroyedOrMountedAsItWas() {
        int deaths = 0;
        for (boolean killed = true; killed; deaths++) {
            String dataset = made("killed" + deaths);
            target().write("/etc/exports", "/" + dataset + " 10.1.0.0/24(ro)\n");
            String exported = target().output("exportfs", "-s");
            killed = isKilled(dataset, DyingExec.call(deaths + 1));
            String left = target().output("zfs", "list", "-r", "-H", "-o", "name,mounted", parent());
            if (left.contains(dataset + "\t")) {
                assertThat(left)
                        .as("after " + (deaths + 1) + " calls")
                        .contains(dataset + "\tyes\n", dataset + "/below\tyes\n", dataset + "/resting\tno\n");
                assertThat(target().output("exportfs", "-s"))
                        .isEqualTo(exported)
                        .isNotEmpty();
            }
        }
        assertThat(deaths).isGreaterThan(5);
        assertThat(machine().path("/var/lib/brigade-agent/unmounted")).isEmptyDirectory();
    }

    private void link(String path, String to) throws IOException {
        Path link = machine().path(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(to));
    }
}
