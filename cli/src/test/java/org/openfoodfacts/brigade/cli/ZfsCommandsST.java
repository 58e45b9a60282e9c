package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;

/** Snapshots by hand, copies brought up to date, and what hangs on a dataset, typed against a suite that runs. */
@ExtendWith(SuiteAtTerminal.class)
class ZfsCommandsST {
    private static final Duration SOON = Duration.ofMinutes(5);

    @Test
    void aSnapshotByHandIsWaitedForListedAndEndedEarly(Terminal terminal) {
        String taken = terminal.read(
                "zfs", "snapshot", "north2", "zfs-hdd/opff", "--recursive", "--reason", "by hand", "--for", "P1D");
        assertThat(taken)
                .containsPattern("(?m)^[0-9a-f-]{36}  until \\S+Z$")
                .containsPattern("(?m)^SNAPSHOT +GUID +TAKEN$")
                .containsPattern("(?m)^zfs-hdd/opff@\\S+ +\\d+ +\\S+Z$")
                .containsPattern("(?m)^zfs-hdd/opff/images@\\S+ +\\d+ +\\S+Z$");
        String id = taken.substring(0, taken.indexOf(' '));
        assertThat(terminal.read("zfs", "snapshot", "--list", "north2", "zfs-hdd/opff"))
                .containsPattern("(?m)^ID +SNAPSHOT +STATE +UNTIL +REASON +DETAIL$")
                .containsPattern("(?m)^" + id + " +north2:zfs-hdd/opff@\\S+ and below +taken +\\S+Z +by hand +-$");
        assertThat(terminal.read("zfs", "snapshot", "--list", "north1")).doesNotContain(id);

        assertThat(terminal.read("zfs", "snapshot", "--delete", id)).contains("north2:zfs-hdd/opff@", "ends now");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "snapshot", "--list"))
                        .containsPattern("(?m)^" + id + " +\\S+ and below +destroyed "));
        Ended again = terminal.type("zfs", "snapshot", "--delete", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("it is destroyed already").hasLineCount(1);
        Ended nobody = terminal.type("zfs", "snapshot", "--delete", "00000000-0000-0000-0000-000000000001");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains("nobody asked for a snapshot").hasLineCount(1);
        Ended noId = terminal.type("zfs", "snapshot", "--delete", "7");
        assertThat(noId.exitCode()).isEqualTo(2);
        assertThat(noId.err()).contains("id must be a UUID, not '7'").hasLineCount(1);
    }

    @Test
    void aCopyIsBroughtByItselfOrWhenAskedAndItsTransfersAreListed(Terminal terminal) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "transfers", "--node", "south1"))
                        .containsPattern("(?m)^ID +COPY +BY +ASKED AT +STATE +NOW$")
                        .containsPattern(
                                "(?m)^\\S+ +south1:zfs-hdd/backups/off +fleet.yaml +\\S+Z +done +brought .+ steps?$"));
        Ended synced = terminal.type("zfs", "sync", "south1", "zfs-hdd/backups/off", "--recursive");
        assertThat(synced.exitCode()).isZero();
        assertThat(synced.out()).contains("south1:zfs-hdd/backups/off/images  done  brought");
        Ended none = terminal.type("zfs", "sync", "south1", "zfs-hdd/none");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no syncoid-args.conf brings zfs-hdd/none to south1");
        Ended unknown = terminal.type("zfs", "transfers", "--cancel", "00000000-0000-0000-0000-000000000002");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("there is no transfer");
        assertThat(terminal.type("zfs", "transfers", "--cancel", "7").err()).contains("id must be a UUID, not '7'");
        assertThat(terminal.type("zfs", "transfers", "--running", "--cancel", "00000000-0000-0000-0000-000000000002")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aCopyThatCannotGoOnIsRepairedAsShownWhenApproved(Terminal terminal) {
        String copy = "zfs-hdd/backups/off/images";
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "status", "--node", "south1"))
                        .containsPattern("(?m)^\\S+ +south1:" + copy + " +current "));
        terminal.read("zfs", "snapshot", "south1", copy, "--reason", "where none belongs", "--for", "P1D");

        String shown = Awaitility.await()
                .atMost(SOON)
                .until(() -> terminal.read("zfs", "repair", "south1", copy), text -> text.contains("--approve"));
        assertThat(shown)
                .containsPattern("(?m)^south1:" + copy + "  diverged$")
                .containsPattern("(?m)^  would    roll " + copy + " back to @\\S+, destroying @brigade_\\S+$")
                .contains("  loses    nothing that was ever written (1 snapshot)");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "status", "--node", "south1"))
                        .containsPattern("(?m)^\\S+ +south1:" + copy + " .* diverged$"));
        Ended outdated = terminal.type("zfs", "repair", "south1", copy, "--approve", "0000");
        assertThat(outdated.exitCode()).isEqualTo(1);
        assertThat(outdated.err()).contains("is another now").hasLineCount(1);

        String plan = shown.substring(shown.indexOf("--approve ") + 10).strip();
        assertThat(terminal.read("zfs", "repair", "south1", copy, "--approve", plan))
                .containsPattern("(?m)^done      roll " + copy)
                .contains("is being brought up to date");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "repair", "south1", copy))
                        .contains("nothing keeps south1:" + copy));
        assertThat(terminal.type("zfs", "repair", "--approve", "1").exitCode()).isEqualTo(2);
    }

    @Test
    void stagingClonesAreListedAndTakenToAnotherMoment(Terminal terminal) {
        assertThat(terminal.read("zfs", "clones"))
                .containsPattern("(?m)^CLONES +NODE +SHOWS +AGE +NEXT +LAST REFRESH")
                .containsPattern("(?m)^staging +south1 +");
        Ended unknown = terminal.type("zfs", "clones", "--refresh", "nobody");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .contains("there are no staging clones 'nobody'")
                .hasLineCount(1);

        Ended done = Awaitility.await("all sources have a daily snapshot of one moment")
                .atMost(SOON)
                .until(() -> terminal.type("zfs", "clones", "--refresh", "staging"), ended -> ended.exitCode() == 0);

        assertThat(done.out())
                .containsPattern("(?m)^swap …$")
                .containsPattern(
                        "(?m)^staging shows \\S+ \\(@autosnap_\\S+_daily\\); its consumers were away for \\d+\\.\\d s$");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "clones"))
                        .containsPattern("(?m)^staging +south1 +20\\S+Z +\\S.* +done 20"));
    }

    @Test
    void whatNobodyTakesAwayHasATable(Terminal terminal) {
        assertThat(terminal.read("zfs", "strays"))
                .containsPattern("(?m)^STRAY +KIND +SINCE +COSTS AT LEAST +AFTER A LOOK AT IT, ON THE NODE");
        assertThat(terminal.read("zfs", "strays", "--node", "nobody", "--json")).isBlank();
    }

    @Test
    void whatSnapshotsHoldTogetherIsMeasuredOnTheNode(Terminal terminal) {
        String taken = terminal.read("zfs", "snapshot", "north1", "zfs-hdd/off", "--reason", "to be measured");
        Matcher name = Pattern.compile("zfs-hdd/off@(\\S+)").matcher(taken);
        assertThat(name.find()).isTrue();

        Awaitility.await("the facts show it")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "measure", "north1", "zfs-hdd/off", name.group(1)))
                        .containsPattern("^[0-9.]+ \\S+ would be free without these 1 of north1:zfs-hdd/off$"));
        Ended unknown = terminal.type("zfs", "measure", "north1", "zfs-hdd/off", "never-taken%now");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("show no zfs-hdd/off@never-taken%now")
                .hasLineCount(1);
    }

    @Test
    void whoFillsAPoolIsListed(Terminal terminal) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "growth", "north1", "zfs-hdd"))
                        .containsPattern("(?m)^DATASET +ITSELF +WITH ALL BELOW +TAKES NOW +SINCE")
                        .containsPattern("(?m)^zfs-hdd/off +[+-]"));
        assertThat(terminal.read("zfs", "growth", "north1", "no-such-pool"))
                .startsWith("nothing is known of datasets of a pool 'no-such-pool' of 'north1'");
    }

    @Test
    void whatDisksSayOfThemselvesIsListed(Terminal terminal) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("zfs", "disks", "--node", "north1"))
                        .containsPattern("(?m)^DISK +MODEL +SERIAL +HEALTH +SINCE +BECAUSE$")
                        .containsPattern("(?m)^north1 /dev/sda +QEMU HARDDISK +- +unknown +\\S+Z +it has no SMART$")
                        .containsPattern("(?m)^north1 /dev/sdb +Exos X16 +ZL2\\w+ +ok +\\S+Z *$"));
        assertThat(terminal.read("zfs", "disks", "--bad")).doesNotContain("Exos");
    }

    @ParameterizedTest
    @CsvSource({
        "north1, tank//x, P1D, is no dataset name",
        "North, tank/x, P1D, node must be",
        "north1, zfs-hdd/off, P1000D, at most a year away"
    })
    void aSnapshotThatCannotBeIsSaidInASentence(
            String node, String dataset, String keep, String says, Terminal terminal) {
        Ended ended = terminal.type("zfs", "snapshot", node, dataset, "--reason", "test", "--for", keep);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).startsWith("brigade: ").contains(says).hasLineCount(1);
    }

    @Test
    void whatHangsOnADatasetIsToldBeforeItIsDestroyedOrRenamed(Terminal terminal) {
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            Ended ended = terminal.type("zfs", "dependents", "north1", "zfs-hdd/off");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .containsPattern("brigade: \\d+ of these forbid to destroy north1:zfs-hdd/off")
                    .hasLineCount(1);
            assertThat(ended.out())
                    .containsPattern("(?m)^DATASET +KIND +DEPENDENT +WHERE +FORBIDS +BREAKS$")
                    .containsPattern(
                            "(?m)^zfs-hdd/off +pair source +south1:zfs-hdd/backups/off +confs/south1/sanoid/syncoid-args.conf:2 +yes ")
                    .containsPattern("(?m)^zfs-hdd/off +policy +zfs.manage: zfs-hdd/off +fleet.yaml +no ")
                    .containsPattern(
                            "(?m)^zfs-hdd/off +mount +off mp0 at /mnt/off +confs/north1/pve/lxc_113.conf:6 +yes ")
                    .containsPattern(
                            "(?m)^zfs-hdd/off/images +child +zfs-hdd/off/images +north1:zfs-hdd/off/images +no ")
                    .containsPattern("(?m)^zfs-hdd/off/images +mount +off mp1 at /mnt/off/images ");
        });
        Ended renamed = terminal.type("zfs", "dependents", "north1", "zfs-hdd/off", "--change", "rename");
        assertThat(renamed.exitCode()).isEqualTo(1);
        assertThat(renamed.out())
                .containsPattern("(?m)^zfs-hdd/off +policy +\\[zfs-hdd/off] use_template = production +\\S+:1 +yes ");
        Ended disk = terminal.type("zfs", "dependents", "north1", "zfs-hdd/subvol-113-disk-0", "--json");
        assertThat(disk.exitCode()).isEqualTo(1);
        assertThat(Terminal.parse(disk.out())
                        .path("dependents")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("off rootfs at /");
        assertThat(terminal.read("zfs", "dependents", "south1", "rpool/ROOT")).isNotBlank();
        Ended none = terminal.type("zfs", "dependents", "north1", "zfs-hdd/none");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("no dataset 'zfs-hdd/none'").hasLineCount(1);
    }

    @Test
    void aDatasetThatNothingNeedsIsRenamedAndDestroyedAndNoOther(Terminal terminal) {
        Ended used = terminal.type("zfs", "rename", "north1", "zfs-hdd/off", "zfs-hdd/other");
        assertThat(used.exitCode()).isEqualTo(1);
        assertThat(used.err())
                .contains("to rename north1:zfs-hdd/off would break ", "off mp0 at /mnt/off")
                .hasLineCount(1);

        assertThat(terminal.read("zfs", "rename", "south1", "rpool/data", "rpool/spare"))
                .isEqualTo("south1:rpool/data is rpool/spare now\n");
        String destroyed = Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> terminal.type("zfs", "destroy", "south1", "rpool/spare", "--reason", "a test")
                                .out(),
                        out -> !out.isEmpty());
        assertThat(destroyed).startsWith("destroyed south1:rpool/spare: 1 dataset and 0 snapshots, which used ");
        Awaitility.await("in the journal")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(terminal.read("events", "--type", "dataset-destroyed"))
                        .contains("rpool/spare"));
    }
}
