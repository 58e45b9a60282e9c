package org.openfoodfacts.brigade.confs.lint.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.RECEIVED;
import static org.openfoodfacts.brigade.confs.lint.snapshots.Found.SAFE;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExclusionRuleTest {
    private static final String FROM = SAFE + "backup1operator@web1:tank/web tank/copies/web\n";
    private static final String WEB1 =
            "--- confs/web1/sanoid/sanoid.conf\n[tank/web]\nrecursive=yes\n[tank/web/cache-files]\nhourly=0\n";

    @Test
    void whatLeavesOutEverythingOrEndsSyncoidIsAnError() {
        for (String pattern : List.of("tank", "web", "^tank/web", "tank/.*", ".*", "*cache*", "(cache", "cache|*x")) {
            assertThat(recursive("--exclude=" + pattern)).as(pattern).containsExactly("error:1");
        }
        assertThat(recursive("--skip-parent --exclude-datasets=web/")).containsExactly("error:1");
    }

    @Test
    void whatMatchesNothingIsFound() {
        for (String pattern : List.of("^cache", "^web/cache$", "^/tank/web/cache", "^fast/web/cache", "cahce-files")) {
            assertThat(recursive("--exclude=" + pattern)).as(pattern).containsExactly("warning:1");
        }
    }

    @Test
    void whatLeavesOutSomethingBelowIsRight() {
        for (String pattern : List.of(
                "cache",
                "/cache$",
                "^tank/web/cache",
                "^tank/web$",
                "^tank/(web|mail)/cache",
                "^ta?nk/web/tmp",
                "web/",
                "cache|tmp",
                "[0-9]+-disk-1$",
                "cache-files",
                "backups",
                "(?i)WEB",
                "(a+)+$")) {
            assertThat(recursive("--exclude=" + pattern)).as(pattern).isEmpty();
        }
    }

    @Test
    void withoutRecursiveNothingIsLookedAt() {
        assertThat(found("--exclude=cache " + FROM)).containsExactly("warning:1");
        assertThat(found("--exclude=*cache " + FROM)).containsExactly("warning:1");
        assertThat(found("--skip-parent " + FROM)).containsExactly("warning:1");
        assertThat(found("--exclude-snaps=web " + FROM)).isEmpty();
    }

    @Test
    void whatIsLeftOutOnPurposeIsNoDataWithoutACopy() {
        String files = "--- confs/backup1/sanoid/syncoid-args.conf\n%s -r " + FROM + WEB1 + "daily=9\n";

        assertThat(Found.by("data-without-copy", files.formatted("--exclude=cache")))
                .isEmpty();
        assertThat(Found.by("data-without-copy", files.formatted("") + "[tank/mail]\n"))
                .hasSize(1);
    }

    private static List<String> recursive(String options) {
        return found(options + " -r " + FROM);
    }

    private static List<String> found(String pulls) {
        return Found.inPulls("pull-exclusion", pulls, RECEIVED, WEB1);
    }
}
