package org.openfoodfacts.brigade.confs.lint.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingRulesTest {
    private static final String UNIT = "systemd/system/x.service";

    @Test
    void whatSystemdRefusesIsFound() {
        assertThat(Linted.lines("unit-refused", UNIT, "[Service]\nExecStart=/a\nExecStart=/b\n"))
                .containsExactly(3);
        assertThat(Linted.lines("unit-refused", UNIT, "[Service]\nType=oneshot\nRestart=on-success\nExecStart=/a\n"))
                .containsExactly(3);
        assertThat(Linted.lines("unit-refused", "systemd/system/x.timer", "[Timer]\nUnit=a.service\n"))
                .containsExactly(0);
        assertThat(Linted.lines("unit-refused", UNIT + ".d/o.conf", "[Service]\nExecStart=/a\n"))
                .containsExactly(2);
    }

    @Test
    void whatSystemdTakesIsNot() {
        assertThat(Linted.lines(
                        "unit-refused", UNIT, "[Service]\nExecStart=/a\nExecStart=\nExecStart=/b\nRestart=always\n"))
                .isEmpty();
        assertThat(Linted.lines("unit-refused", UNIT, "[Service]\nType=oneshot\nExecStart=/a\nExecStart=/b\n"))
                .isEmpty();
        assertThat(Linted.lines("unit-refused", "systemd/system/x.timer", "")).isEmpty();
        assertThat(Linted.lines("unit-refused", "systemd/system/sanoid.service.d/o.conf", "[Service]\nExecStart=/a\n"))
                .isEmpty();
        assertThat(Linted.lines("unit-refused", "systemd/system/x.timer.d/o.conf", "[Timer]\nPersistent=true\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Restart=always # why, true",
        "ExecStart=/bin/a b #c, true",
        "OnFailure=a@b.service # c, true",
        "ExecStart=/bin/sh -c 'a # b', false",
        "ExecStart=/bin/a http://b/#c, false",
        "Description=a # b, false",
        "ExecStart=/bin/a '#b', false"
    })
    void aCommentBehindAValueIsFound(String line, boolean found) {
        assertThat(!Linted.lines("unit-value-comment", UNIT, "[Service]\n" + line + "\n")
                        .isEmpty())
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "bin/a, true",
        "./a.sh, true",
        "-scripts/a.sh, true",
        "/bin/a | b, true",
        "/bin/a > /dev/null 2>&1, true",
        "/bin/a 'b | c', false",
        "a b, false",
        "@/bin/a a, false",
        "%h/bin/a, false",
        "/bin/a ; /bin/b, false",
        "/bin/a; exit 0, true",
        "/bin/bash -c \"a | b\", false"
    })
    void aCommandThatNeedsAShellOrAPathIsFound(String command, boolean found) {
        String unit = "[Service]\nExecStart=" + command + "\n";

        assertThat(!Linted.lines("unit-exec-cannot-run", UNIT, unit).isEmpty()).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-/bin/check",
                "/bin/sh -c 'check || true'",
                "/bin/sh -c 'check; exit 0'",
                "/bin/bash -ec 'b || :'",
                "/bin/bash -c 'check || echo failed'",
                "/bin/sh -c 'check; echo finished'",
                "/bin/bash -c 'check 2>&1 | tee -a /var/log/check.log'",
                "/bin/sh -c 'check | /usr/bin/logger -t check'"
            })
    void aCommandThatCannotFailMakesItsAlertUseless(String command) {
        String unit = "[Unit]\nOnFailure=m@%n\n[Service]\nType=oneshot\nExecStart=" + command + "\n";

        assertThat(Linted.lines("unit-failure-swallowed", UNIT, unit)).containsExactly(5);
        assertThat(Linted.lines("unit-failure-swallowed", UNIT, unit.replace("OnFailure", "OnSuccess")))
                .isEmpty();
        assertThat(Linted.lines("unit-failure-swallowed", UNIT, unit + "ExecStart=/bin/b\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/check",
                "/bin/sh -c 'a || true; check'",
                "/bin/sh -c 'a && exit 0; exit 1'",
                "/bin/sh -c 'if a; then exit 0; fi; exit 1'",
                "/bin/sh -c 'check && true'",
                "/bin/bash -ec 'a; b || :'",
                "/bin/sh -c 'set -e; a; true'",
                "/bin/sh -c 'a || exit 1; exit 0'",
                "/bin/bash -o pipefail -c 'check | tee /var/log/check.log'",
                "/bin/bash -c 'set -o pipefail; check | tee /var/log/check.log'",
                "/bin/bash -c 'check | tee log; exit ${PIPESTATUS[0]}'",
                "/bin/sh -c 'check || mail -s failed root'",
                "/bin/sh -c 'zpool status | grep -q healthy'"
            })
    void aCommandThatCanFailIsRight(String command) {
        String unit = "[Unit]\nOnFailure=m@%n\n[Service]\nType=oneshot\nExecStart=" + command + "\n";

        assertThat(Linted.lines("unit-failure-swallowed", UNIT, unit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A=1 B=2; false",
                "\"A=b c\" 'D=e f'; false",
                "A=\"b c\"; false",
                "A=b c; true",
                "export A=b; true",
                "A = b; true",
                "TZ=UTC HOME=/root; false"
            })
    void aWordThatAssignsNothingIsFound(String value, boolean found) {
        String unit = "[Service]\nEnvironment=" + value + "\n";

        assertThat(!Linted.lines("unit-environment-words", UNIT, unit).isEmpty())
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/bin/sh -c 'X=1# echo ${X}'; true",
                "/bin/bash -c 'cat a | while read x in# do x=${x}# done'; true",
                "/bin/sh -c 'X=1# echo $${X} $X'; false",
                "/bin/sh -c 'echo ${X}'; false",
                ":/bin/sh -c 'X=1# echo ${X}'; false",
                "/bin/a X=1 ${X}; false"
            })
    void aVariableThatSystemdTakesFromTheShellIsFound(String command, boolean found) {
        String unit = "[Service]\nExecStart=" + command.replace('#', ';') + "\n";

        assertThat(!Linted.lines("unit-exec-dollar", UNIT, unit).isEmpty()).isEqualTo(found);
        assertThat(Linted.lines("unit-exec-dollar", UNIT, unit + "Environment=X=2 x=3\n"))
                .isEmpty();
    }
}
