package org.openfoodfacts.brigade.confs.lint.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.confs.lint.units.Linted;

class CronRulesTest {
    @ParameterizedTest
    @CsvSource({
        "tar cf /b/$(date +%F).tar /etc, true",
        "tar cf /b/$(date '+%Y-%m').tar /etc, true",
        "tar cf /b/$(date +\\%F).tar /etc, false",
        "/bin/a --at 50%, false",
        "/usr/bin/run-update --name +%d, false",
        "date -u, false"
    })
    void aPercentThatEndsTheCommandIsFound(String command, boolean found) {
        assertThat(Linted.lines("cron-percent", "cron.d/x", "0 1 * * * root " + command + "\n"))
                .hasSize(found ? 1 : 0);
    }

    @Test
    void aFileThatCronPassesOverIsAGuess() {
        assertThat(Linted.lines("cron-file-ignored", "cron.d/off.cron", "@daily root /bin/a\n"))
                .containsExactly(0);
        assertThat(Linted.lines("cron-file-ignored", "cron.d/off", "@daily root /bin/a\n"))
                .isEmpty();
        assertThat(Linted.lines("cron-file-ignored", "cron.d/off.disabled", "@daily root /bin/a\n"))
                .isEmpty();
    }

    @Test
    void mailThatIsMutedForJobsBeforeOnlyIsRight() {
        assertThat(Linted.lines("cron-mail-muted", "cron.d/x", "@daily root /bin/a\nMAILTO=\n"))
                .isEmpty();
        assertThat(Linted.lines("cron-mail-muted", "cron.d/x", "MAILTO=''\n@daily root /bin/a\n"))
                .containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/usr/bin/rsync -a /a /b > /dev/null 2>&1; true",
                "cd /x && ./backup.sh >/dev/null 2>/dev/null; true",
                "certbot renew 2>/dev/null >/dev/null; true",
                "/usr/bin/rsync -a /a /b >/dev/null; false",
                "/usr/bin/rsync -a /a /b 2>&1 >/dev/null; false",
                "/usr/bin/rsync -a /a /b >> /var/log/sync.log 2>&1; false",
                "/usr/bin/rsync -a /a /b >/dev/null 2>&1 || mail root; false",
                "backup && curl -fsS https://hc/x >/dev/null 2>&1; false",
                "/usr/bin/rsync -a /a /b &>/dev/null; false",
                "php /srv/cron.php >/dev/null 2>&1; false",
                "/opt/infra/scripts/backup.sh >/dev/null 2>&1; false",
                "/opt/infra/scripts/backup2.sh >/dev/null 2>&1; true"
            })
    void aJobThatFailsUnseenIsFound(String command, boolean found) {
        String scripts = "--- scripts/backup.sh\na || mail -s failed root\n--- scripts/backup2.sh\na\n";

        assertThat(Linted.findings(
                        "cron-failure-unseen", scripts + "--- confs/host1/cron.d/x\n0 3 * * * root " + command + "\n"))
                .hasSize(found ? 1 : 0);
    }

    @Test
    void bothOutputsInOneWordAreThrownAwayByBashOnly() {
        String job = "0 3 * * * root backup &>/dev/null\n";

        assertThat(Linted.lines("cron-failure-unseen", "cron.d/x", "SHELL=/bin/bash\n" + job))
                .containsExactly(2);
        assertThat(Linted.lines("cron-failure-unseen", "cron.d/x", job)).isEmpty();
    }
}
