package org.openfoodfacts.brigade.confs.lint.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.confs.lint.Severity;

class AlertRulesTest {
    @ParameterizedTest
    @CsvSource({
        "stunnel@.service, email-failures@stunnel__%i.service",
        "stunnel@.service, email-failures@stunnel@%i.service",
        "stunnel@.service, email-failures@%n",
        "stunnel@.service, email-failures@%n.service",
        "stunnel@.service, email-failures@%p__%i.service",
        "stunnel@.service, email-failures@%p.service",
        "stunnel@.service, email-failures@%N.service",
        "stunnel@off.service, email-failures@stunnel__off.service",
        "stunnel@off.service, email-failures@stunnel__%i.service",
        "stunnel@off.service, email-failures@stunnel\\x40off.service",
        "nginx.service, email-failures@nginx.service",
        "nginx.service, email-failures@nginx.service.service",
        "nginx.service, email-failures@.service",
        "nginx.service, email-failures@%i.service",
        "sanoid_check.timer, email-failures@sanoid_check.timer.service",
        "sanoid_check.timer, email-failures@sanoid_check.service",
        "nginx.service, email-failures@nginx-%H.service",
        "e2scrub@.service, e2scrub_fail@%i.service",
        "nginx.service, restart-after@other.service",
        "nginx.service, rescue.target"
    })
    void anAlertOfTheUnitItselfIsRightHoweverItIsWritten(String unit, String alert) {
        assertThat(another(unit, alert)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "stunnel@.service, email-failures@nginx.service, ERROR",
        "nginx.service, email-failures@logrotate.service, ERROR",
        "stunnel@off.service, email-failures@stunnel__obf.service, WARNING",
        "stunnel@.service, email-failures@%i.service, WARNING",
        "stunnel@.service, email-failures@.service, WARNING",
        "sanoid-prune.service, email-failures@sanoid.service, WARNING",
        "nginx.service, notify-mail@syncoid.service, ERROR"
    })
    void anAlertOfAnotherUnitIsFound(String unit, String alert, Severity severity) {
        assertThat(another(unit, alert)).containsExactly(severity);
    }

    private static java.util.List<Severity> another(String unit, String alert) {
        String example = "--- confs/host1/systemd/system/" + unit + ".d/o.conf\n[Unit]\nOnFailure=" + alert + "\n";
        return Linted.findings("unit-alert-of-another", example).stream()
                .map(finding -> finding.severity())
                .toList();
    }

    @Test
    void theTemplateIsMissedOncePerMachineInAFileOfItsOwn() {
        String example = """
                --- confs/common/systemd/system/logrotate.service.d/o.conf
                [Unit]
                OnFailure=email-failures@logrotate.service
                --- confs/a/systemd/system/logrotate.service.d -> ../../../common/systemd/system/logrotate.service.d
                --- confs/a/systemd/system/nginx.service.d/o.conf
                [Unit]
                OnFailure=email-failures@nginx.service
                """;

        assertThat(Linted.findings("unit-alert-template-missing", example))
                .singleElement()
                .satisfies(f -> assertThat(f.place()).hasToString("confs/a/systemd/system/nginx.service.d/o.conf:2"))
                .satisfies(f -> assertThat(f.message()).contains("logrotate.service, nginx.service", "guessed"));
    }

    @Test
    void aTakenBackAlertAndAnInstancesOwnFileAreNotMissed() {
        String example = """
                --- confs/a/systemd/system/logrotate.service.d/o.conf
                [Unit]
                OnFailure=email-failures@logrotate.service
                OnFailure=
                --- confs/a/systemd/nginx.service.d/o.conf
                [Unit]
                OnFailure=report@nginx.service rescue.target
                --- confs/a/systemd/report@.service
                [Service]
                ExecStart=/bin/true
                """;

        assertThat(Linted.findings("unit-alert-template-missing", example)).isEmpty();
    }

    @Test
    void aNameWithoutItsTypeIsFoundUnlessASpecifierBringsIt() {
        String unit = """
                [Unit]
                OnFailure=email-failures@backup
                OnFailure=email-failures@%N
                OnFailure=email-failures@%n
                After=network-online.target nginx
                RequiresMountsFor=/mnt/data
                PartOf=%i
                """;

        assertThat(Linted.lines("unit-reference-invalid", "systemd/system/backup.service", unit))
                .containsExactly(2, 3, 5, 7);
        assertThat(Linted.lines("unit-reference-invalid", "systemd/system/backup@.service", "[Unit]\nPartOf=%i\n"))
                .isEmpty();
    }
}
