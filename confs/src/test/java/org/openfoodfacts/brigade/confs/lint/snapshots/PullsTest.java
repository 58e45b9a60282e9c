package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.RECEIVED;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.SAFE;

import java.util.List;
import org.junit.jupiter.api.Test;

class PullsTest {
    @Test
    void aSecondPullIntoTheSameTargetIsFoundAtTheOddOne() {
        assertThat(found("pull-same-target", pull("tank/web", "web"), pull("tank/wiki", "web")))
                .containsExactly("error:2");
        assertThat(found("pull-same-target", pull("tank/wiki", "web"), pull("tank/web", "web")))
                .containsExactly("error:1");
        assertThat(found("pull-same-target", pull("tank/web", "web"), pull("tank/web", "web")))
                .containsExactly("warning:2");
        assertThat(found("pull-same-target", pull("tank/web", "web"), "root@web2:tank/web tank/copies/web"))
                .containsExactly("error:2");
    }

    @Test
    void targetsThatOnlyLookAlikeAreRight() {
        assertThat(found(
                        "pull-same-target",
                        pull("tank/web", "web"),
                        pull("tank/web2", "web2"),
                        "tank/x root@web2:tank/copies/web"))
                .isEmpty();
    }

    @Test
    void twoPullsThatBringOnlyChildrenMayShareTheirTarget() {
        assertThat(found(
                        "pull-same-target",
                        "-r --skip-parent " + pull("tank", "web1"),
                        "-r --skip-parent " + pull("fast", "web1")))
                .isEmpty();
        assertThat(found("pull-same-target", "--skip-parent " + pull("tank", "web1"), pull("fast", "web1")))
                .containsExactly("error:2");
    }

    @Test
    void oneSourceByTwoUsersOrNamesIsPulledTwiceAndStillHasItsCopy() {
        String asRoot = "root@web1:tank/web tank/copies/web";
        String byAddress = SAFE + "backup1operator@10.1.0.9:tank/web tank/copies/web";
        String web1 = """
                --- confs/web1/sanoid/sanoid.conf
                [tank]
                recursive=yes
                --- confs/web1/network/interfaces
                  address 10.1.0.9/24
                """;
        String both = pull("tank/web", "web") + "\n" + byAddress + "\n";

        assertThat(found("pull-same-target", pull("tank/web", "web"), asRoot)).containsExactly("warning:2");
        assertThat(Found.inPulls("pull-same-target", both, RECEIVED, web1)).containsExactly("warning:2");
        assertThat(Found.inPulls("pull-same-target", both, RECEIVED, "")).containsExactly("error:2");
    }

    @Test
    void whatARecursivePullBringsAlreadyIsFound() {
        assertThat(found("pull-overlaps", "-r " + pull("tank", "all"), pull("tank/web", "web")))
                .containsExactly("warning:2");
        assertThat(found("pull-overlaps", pull("tank/web/a", "all/a"), "-r " + pull("tank/web", "all")))
                .containsExactly("warning:1");
        assertThat(found("pull-overlaps", "-r " + pull("tank/web", "all"), "-r root@web2:tank/x tank/copies/all/x"))
                .containsExactly("warning:2");
    }

    @Test
    void pullsThatDoNotMeetAreRight() {
        assertThat(found("pull-overlaps", pull("tank", "all"), pull("tank/web", "web")))
                .isEmpty();
        assertThat(found("pull-overlaps", "-r " + pull("tank/web", "web"), pull("tank/web2", "web2")))
                .isEmpty();
        assertThat(found("pull-overlaps", "-r --exclude=web " + pull("tank", "all"), pull("tank/web", "web")))
                .isEmpty();
        assertThat(found("pull-overlaps", "-r --exclude=(?i)x " + pull("tank", "all"), pull("tank/web", "web")))
                .as("a pattern that is not judged may leave it out")
                .isEmpty();
        assertThat(found("pull-overlaps", "-r --exclude=tank/mail$ " + pull("tank", "all"), pull("tank/web", "web")))
                .as("what it leaves out is something else")
                .containsExactly("warning:2");
        assertThat(found("pull-overlaps", "-r " + pull("tank", "all"), "root@web2:tank/web tank/copies/web2"))
                .isEmpty();
    }

    @Test
    void namesThatSuggestATypoAreFound() {
        assertThat(found("pull-crossed", pull("tank/a", "b"), pull("tank/b", "a")))
                .containsExactly("warning:1", "warning:2");
        assertThat(found("pull-crossed", pull("tank/a", "b"), pull("tank/b", "b-new")))
                .containsExactly("warning:1");
        assertThat(found("pull-crossed", pull("tank/a", "a"), pull("tank/b", "b"), pull("tank/c", "d")))
                .containsExactly("warning:3");
    }

    @Test
    void aTargetNamedAfterAnotherMachineIsFoundWhereTheOthersKeepTheirs() {
        String machines = "--- confs/web1/sanoid/sanoid.conf\n[a]\n--- confs/web2/sanoid/sanoid.conf\n[a]\n";
        String three = SAFE + "root@10.1.0.9:tank/a tank/copies/web1-a\n" + SAFE
                + "root@10.1.0.9:tank/b tank/copies/web1-b\n" + SAFE + "root@10.1.0.9:tank/c tank/copies/%s-c\n";

        assertThat(Found.inPulls("pull-crossed", three.formatted("web2"), RECEIVED, machines))
                .containsExactly("warning:3");
        assertThat(Found.inPulls("pull-crossed", three.formatted("web1"), RECEIVED, machines))
                .isEmpty();
        assertThat(Found.inPulls("pull-crossed", three.formatted("web3"), RECEIVED, machines))
                .as("no machine of that name")
                .isEmpty();
        assertThat(Found.inPulls(
                        "pull-crossed", three.formatted("web2").replace("9:tank/c", "8:tank/c"), RECEIVED, machines))
                .as("from another machine")
                .isEmpty();
    }

    @Test
    void otherNamesAreRightWhenNothingSuggestsATypo() {
        assertThat(found("pull-crossed", pull("tank/a", "web-a"), pull("tank/b", "web-b"), pull("tank/c", "c")))
                .isEmpty();
        assertThat(found("pull-crossed", pull("tank/a", "b"))).isEmpty();
        assertThat(found("pull-crossed", pull("tank/a", "b"), "root@web2:tank/b tank/copies/web2/b"))
                .isEmpty();
        assertThat(found("pull-crossed", pull("rpool", "web1-rpool"), pull("tank", "web1")))
                .isEmpty();
    }

    @Test
    void whatAnOperatorMayNotDoIsFound() {
        assertThat(found("pull-rights", "--no-sync-snap backup1operator@web1:tank/a tank/copies/a"))
                .containsExactly("warning:1");
        assertThat(found("pull-rights", "--no-privilege-elevation backup1operator@web1:tank/a tank/copies/a"))
                .containsExactly("warning:1");
        assertThat(found("pull-rights", SAFE + "--create-bookmark backup1operator@web1:tank/a tank/copies/a"))
                .containsExactly("warning:1");
        assertThat(found("pull-rights", "tank/a backup1operator@web1:tank/copies/a"))
                .containsExactly("warning:1");
    }

    @Test
    void anotherMachinesOperatorIsFound() {
        String web1 = "--- confs/web1/sanoid/sanoid.conf\n[tank/a]\n";

        assertThat(Found.inPulls("pull-rights", SAFE + "web1operator@web2:tank/a tank/copies/a\n", RECEIVED, web1))
                .containsExactly("warning:1");
        assertThat(Found.inPulls("pull-rights", SAFE + "otheroperator@web2:tank/a tank/copies/a\n", RECEIVED, web1))
                .isEmpty();
    }

    @Test
    void whoMayDoMoreIsRight() {
        assertThat(found("pull-rights", pull("tank/a", "a"), "root@web2:tank/a tank/copies/b", "tank/x tank/copies/x"))
                .isEmpty();
    }

    @Test
    void aLastLineIsLostOnlyToAReaderThatReadsTheFileItself() {
        assertThat(lastLine("while read -a w; do syncoid \"$${w[@]}\"; done < /etc/sanoid/syncoid-args.conf"))
                .hasSize(1);
        assertThat(lastLine("cat /etc/sanoid/syncoid-args.conf | while read -a w; do syncoid \"$${w[@]}\"; done"))
                .hasSize(1);
        assertThat(lastLine("egrep -v \"^#\" /etc/sanoid/syncoid-args.conf | while read -a w; do syncoid; done"))
                .isEmpty();
        assertThat(lastLine("cat /etc/sanoid/syncoid-args.conf | grep -v \"^#\" | while read -a w; do syncoid; done"))
                .isEmpty();
        assertThat(lastLine("while read -a w || [ -n \"$$w\" ]; do syncoid; done < /etc/sanoid/syncoid-args.conf"))
                .isEmpty();
        assertThat(lastLine("cat /etc/sanoid/syncoid-args.conf | sort -u | while read -a w; do syncoid; done"))
                .isEmpty();
        assertThat(lastLine("/usr/local/bin/pull-all")).isEmpty();
    }

    @Test
    void syncoidEndsAHostAtTheFirstColon() {
        for (String host : List.of("root@2001:db8::7", "root@[2001:db8::7]", "root@fd00:1:2:3:4:5:6:7")) {
            assertThat(found("dataset-name", host + ":tank/a tank/copies/a"))
                    .as(host)
                    .containsExactly("error:1");
        }
        assertThat(found("dataset-name", "root@web1:tank/a:b tank/copies/a:b", "web1:tank/b tank/copies/b"))
                .isEmpty();
    }

    private static List<?> lastLine(String command) {
        return Found.by("pull-last-line", """
                --- confs/backup1/systemd/system/syncoid.service
                [Service]
                ExecStart=/bin/bash -c '%s'
                --- confs/backup1/sanoid/syncoid-args.conf
                tank/a tank/copies/a
                \\ no newline at end of file
                """.formatted(command));
    }

    private static String pull(String source, String copy) {
        return SAFE + "backup1operator@web1:" + source + " tank/copies/" + copy;
    }

    private static List<String> found(String rule, String... pulls) {
        return Found.inPulls(rule, String.join("\n", pulls) + "\n", RECEIVED, "");
    }
}
