package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Finding;

class ReplicaRulesTest {
    private static final String H1 = """
            --- confs/h1/pve/replication.cfg
            local: 110-0
            \ttarget h2
            %s--- confs/h1/pve/storage.cfg
            zfspool: tank
            \tpool tank/pve
            --- confs/h1/pve/lxc_110.conf
            rootfs: tank:subvol-110-disk-0,size=8G
            --- confs/h1/sanoid/sanoid.conf
            [tank]
            recursive=yes
            """;

    @Test
    void aPullIntoTheReplicaIsFound() {
        assertThat(into("", "-r h1:tank/pve tank/pve")).hasSize(1);
        assertThat(into("", "h1:tank/pve/subvol-110-disk-0 tank/pve/subvol-110-disk-0"))
                .hasSize(1);
        assertThat(into("\tdisable 0\n", "-r h1:tank tank")).hasSize(1);
    }

    @Test
    void aPullBesideTheReplicaIsRight() {
        for (String pull : List.of(
                "-r h1:tank/pve tank/copies",
                "h1:tank/pve tank/pve",
                "-r h1:tank/other tank/pve",
                "-r --exclude=subvol-110 h1:tank/pve tank/pve",
                "tank/pve root@h2:tank/pve")) {
            assertThat(into("", pull)).as(pull).isEmpty();
        }
        assertThat(into("\tdisable 1\n", "-r h1:tank/pve tank/pve")).isEmpty();
        assertThat(Found.by(
                        "pull-into-replica",
                        H1.formatted("").replace("size=8G", "replicate=0,size=8G")
                                + "--- confs/h2/sanoid/syncoid-args.conf\n-r h1:tank/pve tank/pve\n"))
                .isEmpty();
    }

    @Test
    void aCopyThatGathersReplicationSnapshotsIsFound() {
        assertThat(leftovers("", "h1:tank/pve", "")).singleElement().satisfies(f -> {
            assertThat(f.severity().id()).isEqualTo("warning");
            assertThat(f.message()).contains("110-0").contains("(guessed: ");
        });
    }

    @Test
    void aCopyWithoutThemOrWithAHookThatDestroysThemIsRight() {
        assertThat(leftovers("", "h1:tank/pve", "pruning_script=/usr/local/bin/drop\n"))
                .isEmpty();
        assertThat(leftovers("--exclude-snaps=replicate ", "h1:tank/pve", "")).isEmpty();
        assertThat(leftovers("--no-stream ", "h1:tank/pve", "")).isEmpty();
        assertThat(leftovers("", "h1:tank/data", "")).isEmpty();
        assertThat(leftovers("", "h3:tank/pve", "")).isEmpty();
    }

    private static List<Finding> into(String job, String pull) {
        return Found.by(
                "pull-into-replica", H1.formatted(job) + "--- confs/h2/sanoid/syncoid-args.conf\n" + pull + "\n");
    }

    private static List<Finding> leftovers(String options, String source, String policy) {
        return Found.by(
                "pull-brings-replication-snapshots",
                H1.formatted("") + "--- confs/backup1/sanoid/syncoid-args.conf\n-r " + options + source
                        + " tank/copies/x\n--- confs/backup1/sanoid/sanoid.conf\n" + Found.RECEIVED + policy);
    }
}
