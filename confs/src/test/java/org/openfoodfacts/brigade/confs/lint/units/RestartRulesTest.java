package org.openfoodfacts.brigade.confs.lint.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartRulesTest {
    @ParameterizedTest
    @CsvSource({
        "'', RestartSec=5, true",
        "'', RestartSec=1min 30s, true",
        "'', RestartSec=500ms, false",
        "'', '', false",
        "StartLimitIntervalSec=0, '', true",
        "StartLimitIntervalSec=1h, RestartSec=5min, false",
        "StartLimitIntervalSec=1h, RestartSec=20min, true",
        "StartLimitIntervalSec=infinity, RestartSec=20min, false",
        "StartLimitBurst=1, RestartSec=5, false",
        "'', RestartSec=soon, false",
        "'', RestartSec=5|RestartPreventExitStatus=1, false"
    })
    void anAlertIsReachedOnlyWhenTheStartsAreUsedUp(String unit, String service, boolean found) {
        String text = "[Unit]\nOnFailure=m@%n\n" + unit + "\n[Service]\nExecStart=/bin/a\nRestart=always\n"
                + service.replace("|", "\n") + "\n";

        assertThat(!Linted.lines("unit-alert-behind-restart", "systemd/system/x.service", text)
                        .isEmpty())
                .isEqualTo(found);
        assertThat(Linted.lines(
                        "unit-alert-behind-restart",
                        "systemd/system/x.service",
                        text.replace("Restart=always", "Restart=on-abort")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WantedBy=timer.target, unit-target-unknown, true",
        "WantedBy=multiuser.target, unit-target-unknown, true",
        "WantedBy=multi-user.target timers.target, unit-target-unknown, false",
        "WantedBy=shop.target backups.target, unit-target-unknown, false",
        "WantedBy=getty@tty1.target, unit-target-unknown, false",
        "WantedBy=multi-user, unit-reference-invalid, true",
        "WantedBy=zfs-mount.service, unit-reference-invalid, false",
        "WantedBy=dev-disk-by\\x2dlabel-x.device, unit-reference-invalid, false"
    })
    void whatAUnitIsWantedByIsATarget(String line, String rule, boolean found) {
        String text = "[Service]\nExecStart=/bin/a\n[Install]\n" + line + "\n";

        assertThat(!Linted.lines(rule, "systemd/system/x.service", text).isEmpty())
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "User=nobody ; a comment, true",
        "Environment=A=1;2, false",
        "ExecStart=/bin/a ; /bin/b, false",
        "Environment='A=1 ; 2', false"
    })
    void aSemicolonBehindAValueIsNoCommentEither(String line, boolean found) {
        assertThat(!Linted.lines("unit-value-comment", "systemd/system/x.service", "[Service]\n" + line + "\n")
                        .isEmpty())
                .isEqualTo(found);
    }
}
