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
}
