package org.openfoodfacts.brigade.confs.lint.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Finding;

class BackupRulesTest {
    private static final String GUESTS = """
            --- confs/h/pve/lxc_101.conf
            memory: 1
            --- confs/h/pve/lxc_102.conf
            memory: 1
            --- confs/h/pve/qemu-server/103.conf
            memory: 1
            """;
    private static final String STORAGE = """
            --- confs/h/pve/storage.cfg
            dir: keep
            \tpath /tank/keep
            \tcontent backup,iso

            dir: gone
            \tpath /tank/gone
            \tcontent backup
            \tdisable

            zfspool: tank
            \tpool tank/pve
            \tcontent images,rootdir

            pbs: server
            \tdatastore x
            """;

    @Test
    void aJobThatIsOffIsFoundWhenNoOtherTakesItsGuests() {
        assertThat(idle("vzdump: a\n\tall 1\n\tenabled 0\n"))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("the guests 101, 102, 103"));
        assertThat(idle("vzdump: a\n\tall 1\n\tenabled 0\n\nvzdump: b\n\tvmid 101,103\n"))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("guest 102"));
        assertThat(idle("vzdump: a\n\tall 1\n\tenabled 0\n\nvzdump: b\n\tall 1\n\texclude 101\n"))
                .hasSize(1);
    }

    @Test
    void aJobThatAnotherReplacesIsRight() {
        assertThat(idle("vzdump: a\n\tvmid 101\n\tenabled 0\n\nvzdump: b\n\tall 1\n"))
                .isEmpty();
        assertThat(idle("vzdump: a\n\tvmid 101\n\tenabled 0\n\nvzdump: b\n\tpool p\n"))
                .as("who is in the pool is not known")
                .isEmpty();
        assertThat(idle("vzdump: a\n\tvmid 101\n")).isEmpty();
    }

    @Test
    void aGuestThatIsNowhereIsFoundAmongOthersThatAreThere() {
        assertThat(idle("vzdump: a\n\tvmid 101,102,140\n"))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("guest 140").contains("(guessed: "));
        assertThat(idle("vzdump: a\n\tvmid 101,140\n")).as("too few are known").isEmpty();
    }

    @Test
    void theOlderCrontabIsReadToo() {
        String cron = """
                --- confs/h/pve/vzdump.cron
                # cluster wide vzdump cron schedule
                PATH="/sbin"

                %s0 2 * * 6           root vzdump 101 102 --storage %s --mode snapshot --quiet 1
                """;

        assertThat(GuestFindings.places("backup-job-idle", GUESTS + cron.formatted("#", "keep")))
                .containsExactly("WARNING confs/h/pve/vzdump.cron:4");
        assertThat(GuestFindings.of("backup-job-idle", GUESTS + cron.formatted("", "keep")))
                .isEmpty();
        assertThat(GuestFindings.places("backup-storage-unusable", STORAGE + cron.formatted("", "kept")))
                .containsExactly("WARNING confs/h/pve/vzdump.cron:4");
        assertThat(GuestFindings.of("backup-storage-unusable", STORAGE + cron.formatted("#", "kept")))
                .isEmpty();
    }

    @Test
    void aStorageThatTakesNoBackupsIsFound() {
        for (String storage : List.of("kept", "gone", "tank")) {
            assertThat(unusable(storage)).as(storage).containsExactly("WARNING confs/h/pve/jobs.cfg:1");
        }
    }

    @Test
    void aStorageThatMayTakeThemIsRight() {
        for (String storage : List.of("keep", "server", "local")) {
            assertThat(unusable(storage)).as(storage).isEmpty();
        }
        assertThat(GuestFindings.of("backup-storage-unusable", "--- confs/h/pve/jobs.cfg\nvzdump: a\n\tstorage x\n"))
                .as("without a storage.cfg nothing is known")
                .isEmpty();
    }

    @Test
    void aDiskOnAStorageThatTheHostDoesNotHaveIsFound() {
        String guest = "--- confs/h/pve/lxc_104.conf\nrootfs: fast:subvol-104-disk-0,size=8G\n";
        String other = "--- confs/other/pve/storage.cfg\nzfspool: fast\n\tpool fast\n";

        assertThat(GuestFindings.of("guest-storage-unknown", STORAGE + guest + other))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place()).hasToString("confs/h/pve/lxc_104.conf:1");
                    assertThat(f.message()).contains("; other has it");
                });
        assertThat(GuestFindings.of("guest-storage-unknown", STORAGE + guest))
                .singleElement()
                .satisfies(f -> assertThat(f.remedy()).contains("tank"));
    }

    @Test
    void aDiskOnAKnownStorageOrNoneIsRight() {
        String guests = """
                --- confs/h/pve/lxc_104.conf
                rootfs: tank:subvol-104-disk-0,size=8G
                mp0: /tank/a:b,mp=/mnt/a
                --- confs/h/pve/qemu_105.conf
                ide2: local:iso/debian.iso,media=cdrom
                ide3: none,media=cdrom
                scsi0: /dev/disk/by-id/usb-x-0:0,size=8G
                [old]
                scsi0: gone-since:vm-105-disk-0
                """;

        assertThat(GuestFindings.of("guest-storage-unknown", STORAGE + guests)).isEmpty();
        assertThat(GuestFindings.of("guest-storage-unknown", guests.replace("tank:", "fast:")))
                .as("without a storage.cfg nothing is known")
                .isEmpty();
    }

    private static List<String> unusable(String storage) {
        return GuestFindings.places(
                "backup-storage-unusable",
                STORAGE + "--- confs/h/pve/jobs.cfg\nvzdump: a\n\tall 1\n\tstorage " + storage + "\n");
    }

    private static List<Finding> idle(String jobs) {
        return GuestFindings.of("backup-job-idle", GUESTS + "--- confs/h/pve/jobs.cfg\n" + jobs);
    }
}
