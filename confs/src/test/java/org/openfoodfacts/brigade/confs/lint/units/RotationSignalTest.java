package org.openfoodfacts.brigade.confs.lint.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationSignalTest {
    private static final String STUNNEL = "--- confs/a/stunnel/off.conf\npid = /var/run/stunnel-off/stunnel.pid\n";

    @ParameterizedTest
    @CsvSource({
        "nginx/*.log, invoke-rc.d nginx rotate, false",
        "nginx/*.log, invoke-rc.d apache2 reload, true",
        "nginx/*.log, kill -USR1 `cat /run/nginx.pid`, false",
        "nginx/*.log, kill -USR1 `cat /run/stunnel4.pid`, true",
        "nginx/*.log, systemctl reload nginx && systemctl restart fail2ban, false",
        "stunnel4/off.log, kill -USR1 $(cat /run/stunnel-off/stunnel.pid), false",
        "stunnel4/off.log, kill -USR1 $(cat /run/stunnel*/*.pid), false",
        "stunnel4/off.log, kill -USR1 $(cat /run/stunnel4.pid), true",
        "stunnel4/off.log, systemctl kill -s USR1 nginx, true",
        "stunnel4/off.log, systemctl reload stunnel@off, false",
        "app.log, systemctl reload nginx, false"
    })
    void aRotationThatTellsAnotherProcessIsFound(String log, String command, boolean found) {
        String rotation =
                "--- confs/a/logrotate.d/x\n/var/log/" + log + " {\npostrotate\n" + command + "\nendscript\n}\n";

        assertThat(!Linted.findings("logrotate-signals-nobody", rotation + STUNNEL)
                        .isEmpty())
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "pid /run/nginx.pid;, /var/run/nginx.pid, false",
        "pid /run/nginx/nginx.pid;, /run/nginx.pid, true",
        "user www-data;, /srv/nginx.pid, false"
    })
    void aPidFileThatNginxDoesNotWriteIsFound(String configured, String signalled, boolean found) {
        String example = "--- confs/a/nginx/nginx.conf\n" + configured + "\nhttp {}\n--- confs/a/logrotate.d/nginx\n"
                + "/var/log/nginx/*.log {\npostrotate\nkill -USR1 $(cat " + signalled + ")\nendscript\n}\n";
        String unit = "--- confs/a/systemd/system/nginx.service.d/o.conf\n[Service]\nPIDFile=" + signalled + "\n";

        assertThat(!Linted.findings("logrotate-signals-nobody", example).isEmpty())
                .isEqualTo(found);
        assertThat(Linted.findings("logrotate-signals-nobody", example + unit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/var/log/app/*.log, /var/log/app/a.log, true",
        "/var/log/app/*.log, /var/log/app/*.log, true",
        "/var/log/app/*.log, /var/log/app/*access.log, true",
        "/var/log/app/*.log, /var/log/app/x/a.log, false",
        "/var/log/app/*.log, /var/log/app/a.txt, false",
        "/var/log/app/[ab].log, /var/log/app/a.log, true",
        "/srv/x.log, /var/log/nginx/x.log, true",
        "/srv/x.log, /var/log/nginx/x.txt, false"
    })
    void aLogOfTwoFilesIsFound(String one, String other, boolean found) {
        String example =
                "--- confs/a/logrotate.d/a\n" + one + " {\ndaily\n}\n--- confs/a/logrotate.d/b\n" + other + " {\n}\n";

        assertThat(!Linted.findings("logrotate-log-twice", example).isEmpty()).isEqualTo(found);
        assertThat(Linted.findings("logrotate-log-twice", example.replace("logrotate.d/b", "logrotate.d/nginx.bak")))
                .isEmpty();
        assertThat(Linted.findings("logrotate-log-twice", example.replace("{\n}", "{\nignoreduplicates\n}")))
                .isEmpty();
    }
}
