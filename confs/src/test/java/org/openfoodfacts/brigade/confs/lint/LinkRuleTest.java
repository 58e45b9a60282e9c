package org.openfoodfacts.brigade.confs.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LinkRuleTest {
    @Test
    void whatSystemdLinksOutOfTheRepositoryIsRight() {
        String files = """
                --- confs/a/systemd/system/masked.service -> /dev/null
                --- confs/a/systemd/system/multi-user.target.wants/nginx.service -> /lib/systemd/system/nginx.service
                --- confs/a/nginx/site.conf -> /srv/site.conf
                """;

        assertThat(Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)))
                .filteredOn(f -> f.rule().equals("link-broken"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.place().file()).isEqualTo("confs/a/nginx/site.conf");
                    assertThat(f.message())
                            .endsWith(
                                    "so the machine lacks nginx/site.conf and nginx refuses every file that includes it");
                });
    }

    @Test
    void aWantedUnitThatTheRepositoryLacksIsMissing() {
        String files = """
                --- confs/a/systemd/system/timers.target.wants/backup.timer -> ../backup.timer
                """;

        assertThat(Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)))
                .filteredOn(f -> f.rule().equals("link-broken"))
                .singleElement()
                .satisfies(f -> assertThat(f.message()).endsWith("what it starts never runs"));
    }

    @Test
    void whatALinkBreaksIsSaidWithTheFileThatNamesIt() {
        String files = """
                --- confs/a/systemd/system/email-failures@.service -> ../../../common/email-failures@.service
                --- confs/a/systemd/system/backup.service
                [Unit]
                OnFailure=email-failures@%n.service
                --- confs/b/nginx/sites-enabled/shop -> ../sites-available/shop
                --- confs/b/nginx/note.txt
                workshop
                """;

        assertThat(Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)))
                .filteredOn(f -> f.rule().equals("link-broken"))
                .extracting(Finding::message)
                .satisfiesExactly(
                        a -> assertThat(a)
                                .endsWith("no instance of the unit starts; systemd/system/backup.service names it"),
                        b -> assertThat(b).endsWith("refuses to start and keeps the old state at a reload"));
    }
}
