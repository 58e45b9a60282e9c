package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.RECEIVED;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.SAFE;

import java.util.List;
import org.junit.jupiter.api.Test;

class PullTargetTest {
    private static final String PULL = SAFE + "-r backup1operator@10.1.0.9:tank/web tank/copies/web\n";

    @Test
    void aTargetThatNobodyPrunesIsFound() {
        assertThat(unpruned("[tank/home]\n")).containsExactly("error:1");
        assertThat(unpruned("[tank/copies]\nautosnap=no\n")).containsExactly("error:1");
        assertThat(unpruned("[tank/copies/web]\nautosnap=no\n")).containsExactly("warning:1");
        assertThat(unpruned(RECEIVED + "autoprune=no\n")).containsExactly("warning:1");
        assertThat(unpruned("[tank/copies]\nrecursive=yes \nautosnap=no\n")).containsExactly("error:1");
    }

    @Test
    void aTargetThatIsPrunedOrMeantIsRight() {
        for (String sanoid : List.of(
                RECEIVED,
                "[tank/copies/web]\nrecursive=yes\nautosnap=no\n",
                "[tank]\nrecursive=yes\nprocess_children_only=yes\nautosnap=no\n",
                "[tank/copies/web]\nprocess_children_only=yes\nrecursive=yes\nautosnap=no\n",
                "[tank/copies/web]\nautosnap=no\n[tank/copies/web/images]\nautosnap=no\n",
                "# no_sanoid_checks:tank/copies/web\n[tank/home]\n")) {
            assertThat(unpruned(sanoid)).as(sanoid).isEmpty();
        }
    }

    @Test
    void whatSyncoidItselfDestroysNeedsNoPolicy() {
        String pull = "--delete-target-snapshots " + PULL;

        assertThat(Found.inPulls("pull-target-not-pruned", pull, "[tank/home]\n", ""))
                .isEmpty();
    }

    @Test
    void aPolicyForChildrenOnlyDoesNotPruneTheTargetOfASinglePull() {
        String single = PULL.replace("-r ", "");
        String forChildren = "[tank/copies/web]\nprocess_children_only=yes\nrecursive=yes\nautosnap=no\n";

        assertThat(Found.inPulls("pull-target-not-pruned", single, forChildren, ""))
                .containsExactly("warning:1");
        assertThat(Found.inPulls("pull-target-not-pruned", single, RECEIVED, ""))
                .isEmpty();
    }

    @Test
    void aParentThatIsSkippedMayHaveSnapshotsOfItsOwn() {
        String skips = "--skip-parent " + PULL;
        String parentAlone = "[tank/copies]\nrecursive=yes\nautosnap=no\n[tank/copies/web]\nautosnap=yes\n";

        assertThat(Found.inPulls("pull-target-takes-snapshots", skips, parentAlone, ""))
                .isEmpty();
        assertThat(Found.inPulls("pull-target-takes-snapshots", PULL, parentAlone, ""))
                .containsExactly("error:1");
        assertThat(Found.inPulls("pull-target-takes-snapshots", skips, parentAlone + "recursive=yes\n", ""))
                .containsExactly("error:1");
    }

    @Test
    void aSectionForOneOfTheReceivedChildrenIsGuessedToMeetThePull() {
        String child = RECEIVED + "[tank/copies/web/img]\n";
        String rule = "pull-target-takes-snapshots";

        assertThat(Found.inPulls(rule, PULL, child + "autosnap=yes\n", "")).containsExactly("warning:1");
        assertThat(Found.inPulls(rule, PULL, child + "daily=9\n", "")).isEmpty();
        assertThat(Found.inPulls(rule, "--exclude=img " + PULL, child + "autosnap=yes\n", ""))
                .isEmpty();
        assertThat(Found.inPulls(rule, PULL.replace("-r ", ""), child + "autosnap=yes\n", ""))
                .isEmpty();
    }

    @Test
    void withoutAnySanoidConfItIsAGuess() {
        assertThat(Found.by("pull-target-not-pruned", "--- confs/backup1/sanoid/syncoid-args.conf\n" + PULL))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("(guessed: "));
    }

    @Test
    void snapshotsOnAReceivedDatasetAreFound() {
        for (String sanoid : List.of(
                "[tank/copies]\nrecursive=yes\n",
                "[tank/copies]\nrecursive=yes\nautosnap=no \n",
                "[tank/copies]\nrecursive=yes\nuse_template=x\n[template_x]\nautosnap=no # from web1\n",
                "[tank]\nrecursive=zfs\n",
                "[tank/copies/web]\nautosnap=no\n[tank]\nrecursive=yes\n",
                "[tank/copies/web]\nprocess_children_only=yes\nrecursive=yes\n")) {
            assertThat(Found.inPulls("pull-target-takes-snapshots", PULL, sanoid, ""))
                    .as(sanoid)
                    .containsExactly("error:1");
        }
    }

    @Test
    void aTargetWithoutSnapshotsOfItsOwnIsRight() {
        for (String sanoid : List.of(
                RECEIVED,
                "[tank]\nrecursive=yes\n[tank/copies]\nrecursive=yes\nautosnap=off\n",
                "[tank/copies]\nrecursive=yes\nhourly=0\ndaily=0\nmonthly=0\n",
                "[tank/copies]\nrecursive=yes\nuse_template=a,b\n[template_a]\nautosnap=yes\n[template_b]\nautosnap=no\n")) {
            assertThat(Found.inPulls("pull-target-takes-snapshots", PULL, sanoid, ""))
                    .as(sanoid)
                    .isEmpty();
        }
    }

    @Test
    void aPushIsNotJudgedByTheLocalPolicy() {
        String push = "tank/web root@10.1.0.9:tank/copies/web\n";

        assertThat(Found.inPulls("pull-target-not-pruned", push, "[tank/home]\n", ""))
                .isEmpty();
        assertThat(Found.inPulls("pull-target-takes-snapshots", push, "[tank]\nrecursive=yes\n", ""))
                .isEmpty();
    }

    @Test
    void aMachineMayKeepItsPoliciesInAnotherFolderOfIts() {
        String fleet = """
                --- fleet.yaml
                fleet: f
                sites:
                  - name: s
                nodes:
                  - {name: backup, kind: host, site: s, folders: [backup1, backup1-zfs]}
                """;
        String files = "--- confs/backup1/sanoid/syncoid-args.conf\n" + PULL
                + "--- confs/backup1-zfs/sanoid/sanoid.conf\n" + RECEIVED;

        assertThat(Found.by("pull-target-not-pruned", files)).hasSize(1);
        assertThat(Found.by("pull-target-not-pruned", fleet + files)).isEmpty();
    }

    private static List<String> unpruned(String sanoid) {
        return Found.inPulls("pull-target-not-pruned", PULL, sanoid, "");
    }
}
