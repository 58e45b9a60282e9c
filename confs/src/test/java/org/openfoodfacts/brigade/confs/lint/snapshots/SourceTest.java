package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.RECEIVED;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.SAFE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Finding;

class SourceTest {
    private static final String FLEET = """
            --- fleet.yaml
            fleet: f
            sites:
              - name: s
              - name: t
            nodes:
              - {name: b, kind: host, site: s, folders: [backup1]}
              - {name: w, kind: host, site: s, addresses: [10.1.0.9], folders: [web1]}
              - {name: v, kind: host, site: t, addresses: [10.1.0.9], folders: [web2]}
            """;

    @Test
    void theMachineIsFoundByFleetYamlWithItsSiteElseByNameAddressOrTarget() {
        String sources =
                "--- confs/web1/sanoid/sanoid.conf\n[tank/other]\n--- confs/web2/sanoid/sanoid.conf\n[tank/a]\n";

        assertThat(without("10.1.0.9", "a", FLEET + sources))
                .singleElement()
                .satisfies(
                        f -> assertThat(f.message()).doesNotContain("guessed").contains("web1"));
        assertThat(without("web1.example.org", "a", sources)).hasSize(1);
        assertThat(without("10.1.0.9", "web1-a", sources))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("guessed: tank/copies/web1-a is named after web1"));
        assertThat(without(
                        "10.1.0.9",
                        "a",
                        sources + "--- confs/web1/network/interfaces\niface x inet static\n  address 10.1.0.9/24\n"))
                .hasSize(1);
        assertThat(without("10.1.0.9", "a", sources)).isEmpty();
        assertThat(without("web2", "a", sources)).isEmpty();
    }

    @Test
    void aSourceThatSomebodySnapshotsOrReceivesIsRight() {
        for (String web1 : List.of(
                "[tank]\nrecursive=yes\n",
                "[tank/a/b]\n",
                "[tank/a]\nrecursive=yes\nprocess_children_only=yes\n",
                "[tank]\nrecursive=zfs\n")) {
            assertThat(without("web1", "a", "--- confs/web1/sanoid/sanoid.conf\n" + web1))
                    .as(web1)
                    .isEmpty();
        }
        String relay =
                "--- confs/web1/sanoid/sanoid.conf\n[tank/a]\nautosnap=no\n--- confs/web1/sanoid/syncoid-args.conf\nroot@x:tank/a tank/a\n";
        assertThat(without("web1", "a", relay)).isEmpty();
    }

    @Test
    void childrenThatNobodyPullsAreFound() {
        String web1 = "--- confs/web1/sanoid/sanoid.conf\n[tank/a]\nrecursive=yes\n";
        String child = "[tank/a/images]\n";
        String mount = "--- confs/web1/pve/lxc_110.conf\nhostname: x\nmp0: /tank/a/images,mp=/srv\n";

        assertThat(shallow("web1:tank/a tank/copies/a", web1 + child)).containsExactly("warning:1");
        assertThat(shallow("web1:tank/a tank/copies/a", web1 + mount)).containsExactly("warning:1");
        String volume =
                "--- confs/web1/pve/storage.cfg\nzfspool: z\n\tpool tank/a\n--- confs/web1/pve/lxc_110.conf\nrootfs: z:subvol-110-disk-0,size=8G\n";
        assertThat(shallow("web1:tank/a tank/copies/a", web1 + volume)).containsExactly("warning:1");
        assertThat(shallow("web1:tank/a tank/copies/a", web1)).isEmpty();
        assertThat(shallow("-r web1:tank/a tank/copies/a", web1 + child)).isEmpty();
        assertThat(shallow("web1:tank/a tank/copies/a\nweb1:tank/a/images tank/copies/images", web1 + child))
                .isEmpty();
    }

    @Test
    void retentionIsComparedWithTheNineDays() {
        assertThat(retention("hourly=36\ndaily=8\nmonthly=0\n")).hasSize(1);
        assertThat(retention("hourly=36\ndaily=9\nmonthly=0\n")).isEmpty();
        assertThat(retention("hourly=36\ndaily=1\n")).as("6 months by default").isEmpty();
        assertThat(retention("hourly=2\ndaily=0\nmonthly=0\nautoprune=no\n")).isEmpty();
        assertThat(retention("hourly=2\ndaily=0\nmonthly=0\nautosnap=no\n")).isEmpty();
        assertThat(Found.by(
                        "retention-too-short",
                        "--- confs/web1/sanoid/sanoid.conf\n[tank/a]\nhourly=2\ndaily=0\nmonthly=0\n"))
                .as("nothing is pulled here")
                .isEmpty();
    }

    @Test
    void dataWithoutACopyIsNotedWhereOthersHaveOne() {
        String pulls = "--- confs/backup1/sanoid/syncoid-args.conf\n" + SAFE + "web1:tank/a tank/copies/a\n";
        String web1 = "--- confs/web1/sanoid/sanoid.conf\n[tank/a]\n[tank/b]\n";

        assertThat(Found.by("data-without-copy", pulls + web1)).singleElement().satisfies(f -> {
            assertThat(f.place().line()).isEqualTo(2);
            assertThat(f.severity().id()).isEqualTo("note");
        });
        assertThat(Found.by("data-without-copy", pulls + "-r 10.1.0.9:tank x/y\n" + web1))
                .as("it may be this host")
                .isEmpty();
        assertThat(Found.by("data-without-copy", web1)).isEmpty();
        assertThat(Found.by("data-without-copy", pulls + web1 + "autosnap=no\n"))
                .isEmpty();
    }

    @Test
    void aPolicyWithATypoIsFoundWhereTheDatasetThatIsMeantHasNone() {
        String guest = "--- confs/h1/pve/lxc_110.conf\nhostname: x\nmp0: /tank/images,mp=/srv\n";
        String policy = guest + "--- confs/h1/sanoid/sanoid.conf\n";

        assertThat(Found.by("policy-undeclared-dataset", policy + "[tank/image]\n"))
                .hasSize(1);
        assertThat(Found.by("policy-undeclared-dataset", policy + "[tank/image]\n[tank/images]\n"))
                .isEmpty();
        assertThat(Found.by("policy-undeclared-dataset", policy + "[tank/image]\n[tank]\nrecursive=yes\n"))
                .isEmpty();
        assertThat(Found.by("policy-undeclared-dataset", policy + "# no_sanoid_checks:tank/images\n[tank/image]\n"))
                .isEmpty();
        assertThat(Found.by("policy-undeclared-dataset", policy + "[tank/mails]\n"))
                .isEmpty();
    }

    @Test
    void aReplicaIsProxmoxsAlone() {
        String job = "--- confs/h1/pve/replication.cfg\nlocal: 110-0\n\ttarget h2\n%s";
        String files = """
                --- confs/h1/pve/storage.cfg
                zfspool: tank
                \tpool tank/pve
                --- confs/h1/pve/lxc_110.conf
                rootfs: tank:subvol-110-disk-0,size=8G
                --- confs/h2/sanoid/sanoid.conf
                [tank/pve]
                recursive=yes
                """;

        assertThat(Found.by("replica-takes-snapshots", job.formatted("") + files))
                .hasSize(1);
        assertThat(Found.by("replica-takes-snapshots", job.formatted("\tdisable 1\n") + files))
                .isEmpty();
        assertThat(Found.by("replica-takes-snapshots", job.formatted("") + files + "autosnap=no\n"))
                .isEmpty();
        assertThat(Found.by("replica-takes-snapshots", job.replace("110", "111").formatted("") + files))
                .isEmpty();
    }

    private static List<Finding> without(String host, String copy, String others) {
        String pull = SAFE + "backup1operator@" + host + ":tank/a tank/copies/" + copy + "\n";
        return Found.by(
                "pull-source-without-snapshots",
                "--- confs/backup1/sanoid/syncoid-args.conf\n" + pull + "--- confs/backup1/sanoid/sanoid.conf\n"
                        + RECEIVED + others);
    }

    private static List<String> shallow(String pulls, String others) {
        return Found.inPulls("pull-not-recursive", pulls + "\n", RECEIVED, others);
    }

    private static List<Finding> retention(String policy) {
        return Found.by(
                "retention-too-short",
                "--- confs/backup1/sanoid/syncoid-args.conf\nweb1:tank/a tank/copies/a\n--- confs/web1/sanoid/sanoid.conf\n[tank/a]\n"
                        + policy);
    }
}
