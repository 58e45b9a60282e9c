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
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;

class DatasetUsesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "deploy", "examples");

    @TempDir
    private Path folder;

    @Test
    void aMountEntryOfLxcIsAMount() throws IOException {
        List<DeclaredMount> mounts = mounts(
                "", "lxc_901.conf", "hostname: x\nlxc.mount.entry: /zfs-hdd/off mnt/off none rbind,create=dir\n");

        assertThat(mounts)
                .containsExactly(new DeclaredMount(
                        "x", "lxc.mount.entry", "/zfs-hdd/off", null, "/mnt/off", "confs/north1/pve/lxc_901.conf", 2));
    }

    @Test
    void aVolumeOfADirectoryIsItsFile() throws IOException {
        String storages = """
                dir: bulk
                \tpath /zfs-hdd/pve
                \tcontent images,iso

                dir: own
                \tpath /srv/own/
                \tcontent-dirs iso=cds, images=disks/all

                dir: lost
                \tcontent images
                """;
        String guest = """
                name: x
                scsi0: bulk:100/vm-100-disk-0.qcow2,size=4G
                scsi1: bulk:9/base-9-disk-0.qcow2/100/vm-100-disk-1.qcow2
                scsi2: own:100/vm-100-disk-2.raw
                scsi3: lost:100/vm-100-disk-3.raw
                scsi4: bulk:what
                ide0: bulk:iso/debian.iso,media=cdrom
                ide1: own:iso/debian.iso,media=cdrom
                """;

        assertThat(mounts(storages, "qemu_900.conf", guest))
                .extracting(DeclaredMount::key, DeclaredMount::volume, DeclaredMount::dataset)
                .containsExactlyInAnyOrder(
                        tuple("scsi0", "/zfs-hdd/pve/images/100/vm-100-disk-0.qcow2", null),
                        tuple("scsi1", "/zfs-hdd/pve/images/100/vm-100-disk-1.qcow2", null),
                        tuple("scsi2", "/srv/own//disks/all/100/vm-100-disk-2.raw", null),
                        tuple("scsi3", "lost:100/vm-100-disk-3.raw", null),
                        tuple("scsi4", "bulk:what", null),
                        tuple("ide0", "/zfs-hdd/pve/template/iso/debian.iso", null),
                        tuple("ide1", "/srv/own//cds/debian.iso", null));
    }

    @Test
    void aContainersVolumesInADirectoryAreFoundToo() throws IOException {
        String guest =
                "hostname: x\nrootfs: bulk:101/vm-101-disk-0.raw\nmp0: bulk:101/subvol-101-disk-1.subvol,mp=/x\n";

        assertThat(mounts("dir: bulk\n\tpath /zfs-hdd/pve\n", "lxc_902.conf", guest))
                .extracting(DeclaredMount::key, DeclaredMount::volume)
                .containsExactlyInAnyOrder(
                        tuple("rootfs", "/zfs-hdd/pve/images/101/vm-101-disk-0.raw"),
                        tuple("mp0", "/zfs-hdd/pve/images/101/subvol-101-disk-1.subvol"));
    }

    private List<DeclaredMount> mounts(String storages, String file, String guest) throws IOException {
        Path pve = Files.createDirectories(folder.resolve("confs/north1/pve"));
        Files.copy(EXAMPLES.resolve("fleet/fleet.yaml"), folder.resolve("fleet.yaml"));
        Files.writeString(pve.resolve("storage.cfg"), storages);
        Files.writeString(pve.resolve(file), guest);
        return DatasetUses.of(ConfigurationTree.read(folder)).stream()
                .filter(zfs -> zfs.node().equals("north1"))
                .flatMap(zfs -> zfs.mounts().stream())
                .toList();
    }
}
