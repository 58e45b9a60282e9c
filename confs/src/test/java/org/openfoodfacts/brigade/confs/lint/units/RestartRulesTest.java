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

    @ParameterizedTest
    @CsvSource({
        "service, Type=onshot, true",
        "service, Type=notify-reload, false",
        "service, Restart=allways, true",
        "service, Restart=on-abort, false",
        "service, RestartSec=5 minuts, true",
        "service, TimeoutStartSec=1h 30min 5, false",
        "service, TimeoutStopSec=infinity, false",
        "service, WatchdogSec=0.5M, false",
        "service, RestartSec=%i, false",
        "service, KillMode=, false",
        "socket, Type=x, false",
        "mount, Type=nfs, false",
        "timer, OnCalendar=dayly, true",
        "timer, OnCalendar=25:00, true",
        "timer, OnCalendar=*-*-* 24:00:00, true",
        "timer, OnCalendar=Daily, false",
        "timer, OnCalendar=Monday, false",
        "timer, 'OnCalendar=*-*-* 05,17:00:00', false",
        "timer, OnCalendar=*:0/15, false",
        "timer, OnCalendar=Mon..Fri 23:59, false",
        "timer, OnCalendar=*-*-1..7 4:30 UTC, false",
        "timer, OnUnitActiveSec=15min, false"
    })
    void aValueThatSystemdIgnoresIsFound(String type, String line, boolean found) {
        String section = Character.toUpperCase(type.charAt(0)) + type.substring(1);
        String text = "[" + section + "]\n" + line + "\n";

        assertThat(!Linted.lines("unit-value-unreadable", "systemd/system/x." + type, text)
                        .isEmpty())
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "OnCalendar=hourly, RemainAfterExit=yes, true",
        "OnCalendar=hourly, RemainAfterExit=no, false",
        "OnBootSec=5min, RemainAfterExit=yes, false",
        "OnCalendar=hourly|Unit=y.service, RemainAfterExit=yes, false"
    })
    void aTimerOfAServiceThatStaysIsFound(String timer, String service, boolean found) {
        String example = "--- confs/a/systemd/system/x.timer\n[Timer]\n" + timer.replace("|", "\n")
                + "\n--- confs/a/systemd/system/x.service\n[Service]\nType=oneshot\nExecStart=/bin/a\n" + service
                + "\n";

        assertThat(!Linted.findings("unit-timer-runs-once", example).isEmpty()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"m.service, true", "m@x.service, false", "other.service, false", "rescue.target, false"})
    void aTemplateNamedWithoutItsInstanceIsFound(String alert, boolean found) {
        String example = "--- confs/a/systemd/system/x.service\n[Unit]\nOnFailure=" + alert
                + "\n[Service]\nExecStart=/bin/a\n--- confs/a/systemd/system/m@.service\n[Service]\nExecStart=/bin/m %i\n";

        assertThat(!Linted.findings("unit-alert-template-missing", example).isEmpty())
                .isEqualTo(found);
    }
}
