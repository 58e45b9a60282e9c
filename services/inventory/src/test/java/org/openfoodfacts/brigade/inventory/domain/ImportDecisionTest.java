package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredKept;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.ProtectedNetwork;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.Refused;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.TakenOver;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.Unchanged;

class ImportDecisionTest {
    private static final Path EXAMPLES = Path.of("..", "..", "deploy", "examples");
    private static final RepositoryAddress REPOSITORY = new RepositoryAddress("https://git.example.org/team/fleet");

    @Test
    void theExampleMapsWholeOntoWhatTheServicesRead() throws IOException {
        TakenOver taken = (TakenOver) ImportDecision.of(null, example(), REPOSITORY, "c1");

        assertThat(taken.problems()).isEmpty();
        assertThat(taken.sites()).hasSize(2);
        assertThat(taken.guests()).hasSize(8);
        FleetDeclared fleet = taken.fleet();
        assertThat(fleet.applications().getFirst().repository())
                .isEqualTo("https://git.example.org/team/product-opener");
        assertThat(fleet.applications().getFirst().flavors())
                .extracting(FleetDeclared.DeclaredFlavor::name)
                .containsExactly("opff", "off");
        assertThat(fleet.nodes()).allSatisfy(node -> {
            assertThat(node.kind()).isIn("host", "guest");
            assertThat(node.host() != null).isEqualTo(node.kind().equals("guest"));
        });
    }

    @Test
    void theSameCommitAgainChangesNothingAndAnotherOneDoes() throws IOException {
        FleetDeclared current = ((TakenOver) ImportDecision.of(null, example(), REPOSITORY, "c1")).fleet();

        assertThat(ImportDecision.of(current, example(), REPOSITORY, "c1")).isInstanceOf(Unchanged.class);
        assertThat(ImportDecision.of(current, example(), REPOSITORY, "c2")).isInstanceOf(TakenOver.class);
    }

    @Test
    void errorsAndAnotherFleetsNameAreRefused() throws IOException {
        ConfigurationTree broken = ConfigurationTree.read(EXAMPLES.resolve("invalid/wrong-values"));
        FleetDeclared other = new FleetDeclared("other", "r", "c", null, null, null, null, List.of(), List.of());

        assertThat(ImportDecision.of(null, broken, REPOSITORY, "c1")).isInstanceOf(Refused.class);
        assertThat(ImportDecision.of(other, example(), REPOSITORY, "c1").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("runs the fleet 'other'"));
    }

    @Test
    void snapshotPoliciesAndPullsArePublishedAsTheyAreWritten() throws IOException {
        FleetDeclared fleet = ((TakenOver) ImportDecision.of(null, example(), REPOSITORY, "c1")).fleet();

        assertThat(fleet.files())
                .extracting(DeclaredFile::node, DeclaredFile::file)
                .containsExactlyInAnyOrder(
                        tuple("north1", "confs/north1/sanoid/sanoid.conf"),
                        tuple("north2", "confs/north2/sanoid/sanoid.conf"),
                        tuple("south1", "confs/south1/sanoid/sanoid.conf"),
                        tuple("south1", "confs/south1/sanoid/syncoid-args.conf"));
        Path written = EXAMPLES.resolve("fleet/confs/south1/sanoid/syncoid-args.conf");
        assertThat(fleet.files()).extracting(DeclaredFile::text).contains(Files.readString(written));
    }

    @Test
    void policyFilesThatNoRecordCouldHoldAreRefusedByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("confs/north1/sanoid/sanoid.conf");
        Files.createDirectories(file.getParent());
        Files.copy(EXAMPLES.resolve("fleet/fleet.yaml"), folder.resolve("fleet.yaml"));

        for (String text : List.of("# long\n".repeat(60_000), "[zfs\0hdd]\n")) {
            Files.writeString(file, text);
            assertThat(ImportDecision.of(null, ConfigurationTree.read(folder), REPOSITORY, "c1"))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.problems())
                                    .singleElement()
                                    .satisfies(problem ->
                                            assertThat(problem.file()).isEqualTo("confs/north1/sanoid/sanoid.conf")));
        }
    }

    @Test
    void whatGuestsAndNfsUseOfAHostIsPublishedWithItsPlace(@TempDir Path folder) throws IOException {
        Path host = Files.createDirectories(folder.resolve("confs/north1"));
        Files.createDirectories(host.resolve("pve"));
        Files.copy(EXAMPLES.resolve("fleet/fleet.yaml"), folder.resolve("fleet.yaml"));
        Files.writeString(host.resolve("pve/storage.cfg"), "zfspool: fast\n\tpool tank/pve\n");
        Files.writeString(
                host.resolve("pve/lxc_113.conf"),
                "hostname: x\nmp0: /tank/off,mp=/mnt/off\nrootfs: fast:subvol-113-disk-0\n");
        Files.writeString(
                host.resolve("pve/qemu_900.conf"),
                "name: old\nscsi0: fast:base-9-disk-0/vm-900-disk-0,size=4G\nscsi1: slow:vm-900-disk-1\n");
        Files.writeString(host.resolve("exports"), "/tank/off 10.1.0.9(ro)\n");

        FleetDeclared fleet =
                ((TakenOver) ImportDecision.of(null, ConfigurationTree.read(folder), REPOSITORY, "c1")).fleet();

        assertThat(fleet.zfs()).extracting(DeclaredZfs::node).containsExactly("north1", "south1");
        assertThat(fleet.zfs().getLast().pulled()).containsExactly("zfs-hdd/backups/off");
        assertThat(fleet.zfs().getFirst()).satisfies(zfs -> {
            assertThat(zfs.managed()).containsExactly("zfs-hdd/off");
            assertThat(zfs.policies()).hasSize(1).first().satisfies(policy -> {
                assertThat(policy.kept().hold()).containsExactly(SnapshotKind.MONTHLY);
                assertThat(policy.children())
                        .isEqualTo(new DeclaredKept(null, null, null, 5, null, null, List.of(SnapshotKind.MONTHLY)));
                assertThat(policy.line()).isPositive();
            });
            String lxc = "confs/north1/pve/lxc_113.conf";
            String qemu = "confs/north1/pve/qemu_900.conf";
            assertThat(zfs.mounts())
                    .containsExactlyInAnyOrder(
                            new DeclaredMount("off", "mp0", "/tank/off", null, "/mnt/off", lxc, 2),
                            new DeclaredMount(
                                    "off",
                                    "rootfs",
                                    "fast:subvol-113-disk-0",
                                    "tank/pve/subvol-113-disk-0",
                                    "/",
                                    lxc,
                                    3),
                            new DeclaredMount(
                                    "old",
                                    "scsi0",
                                    "fast:base-9-disk-0/vm-900-disk-0",
                                    "tank/pve/vm-900-disk-0",
                                    null,
                                    qemu,
                                    2),
                            new DeclaredMount("old", "scsi1", "slow:vm-900-disk-1", null, null, qemu, 3));
            assertThat(zfs.exports())
                    .containsExactly(
                            new DeclaredExport("/tank/off", List.of("10.1.0.9(ro)"), "confs/north1/exports", 1));
        });
    }

    @Test
    void addressesThatOnlyProxmoxFilesTellOfAreProtectedOnceEach(@TempDir Path folder) throws IOException {
        Path pve = Files.createDirectories(folder.resolve("confs/north1/pve"));
        Files.copy(EXAMPLES.resolve("fleet/fleet.yaml"), folder.resolve("fleet.yaml"));
        Files.writeString(pve.resolve("lxc_113.conf"), """
                hostname: off
                net0: name=eth0,bridge=vmbr1,ip=10.1.0.113/24,ip6=2001:db8:5::113/64
                net1: name=eth1,bridge=vmbr0,ip=192.0.2.113/24,gw=192.0.2.254
                net2: name=eth2,bridge=vmbr2,ip=dhcp,ip6=auto
                """);
        Files.writeString(pve.resolve("qemu_900.conf"), """
                name: in-no-fleet
                net0: virtio=BC:24:11:00:18:01,bridge=vmbr1
                ipconfig0: ip=203.0.113.90/28,ip6=2001:DB8:5:0::113/64
                net1: virtio=BC:24:11:00:18:02,bridge=vmbr1
                ipconfig1: ip6=::ffff:203.0.113.91/128
                """);

        FleetDeclared fleet =
                ((TakenOver) ImportDecision.of(null, ConfigurationTree.read(folder), REPOSITORY, "c1")).fleet();

        String off = "address of a guest, confs/north1/pve/lxc_113.conf";
        String other = "address of a guest, confs/north1/pve/qemu_900.conf";
        assertThat(fleet.neverBan().subList(5, fleet.neverBan().size()))
                .containsExactly(
                        new ProtectedNetwork("2001:db8:5:0:0:0:0:113", off),
                        new ProtectedNetwork("192.0.2.113", off),
                        new ProtectedNetwork("203.0.113.90", other),
                        new ProtectedNetwork("203.0.113.91", other));
    }

    @Test
    void usesThatNoRecordCouldHoldAreRefusedByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("confs/north1/exports");
        Files.createDirectories(file.getParent());
        Files.copy(EXAMPLES.resolve("fleet/fleet.yaml"), folder.resolve("fleet.yaml"));

        for (String text : List.of("/tank/off *(ro)\n".repeat(10_000), "/tank\0off *(ro)\n")) {
            Files.writeString(file, text);
            assertThat(ImportDecision.of(null, ConfigurationTree.read(folder), REPOSITORY, "c1")
                            .problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.isError()).isTrue();
                        assertThat(problem.file()).isEqualTo("confs/north1/exports");
                    });
        }
    }

    private static ConfigurationTree example() throws IOException {
        return ConfigurationTree.read(EXAMPLES.resolve("fleet"));
    }
}
