package org.openfoodfacts.brigade.confs.lint.units;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Severity;

class KeyRulesTest {
    private static final String RULE = "unit-key-wrong-section";

    @Test
    void aKeyOfAnotherSectionIsFoundAndAnAlertThatCannotFireIsAnError() {
        String unit = """
                [Unit]
                Restart=always
                LimitNOFILE=65535
                [Service]
                OnFailure=email-failures@%n
                WantedBy=multi-user.target
                [Install]
                After=network.target
                """;

        assertThat(Linted.lines(RULE, "systemd/system/x.service", unit)).containsExactly(2, 3, 5, 6, 8);
        assertThat(Linted.findings(RULE, "--- confs/a/systemd/system/x.service\n" + unit))
                .extracting(Finding::severity)
                .containsOnlyOnce(Severity.ERROR);
    }

    @Test
    void anAlertInASectionThatThereIsNotIsAnError() {
        String unit = "--- confs/a/systemd/system/x.service\n[unit]\nOnFailure=m@%n\n[service]\nNice=1\n";

        assertThat(Linted.findings(RULE, unit))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.WARNING);
    }

    @Test
    void whatSystemdKnowsInBothPlacesOrLeavesToOthersIsRight() {
        String unit = """
                [Unit]
                StartLimitBurst=3
                StartLimitInterval=10
                X-Note=a
                [Service]
                StartLimitBurst=3
                ExecReloadPost=/bin/true
                RestartSteps=4
                LimitNOFILE=1
                [Install]
                WantedBy=multi-user.target
                [X-Vendor]
                Restart=never
                """;

        assertThat(Linted.lines(RULE, "systemd/system/x.service", unit)).isEmpty();
        assertThat(Linted.lines("unit-key-unknown", "systemd/system/x.service", unit))
                .isEmpty();
    }

    @Test
    void aSectionOfAnotherTypeIsFound() {
        assertThat(Linted.lines(RULE, "systemd/system/x.timer", "[Timer]\nOnCalendar=daily\n[Service]\nExecStart=/x\n"))
                .containsExactly(3);
        assertThat(Linted.lines(RULE, "systemd/system/x.service.d/o.conf", "[service]\nExecStart=/x\n"))
                .containsExactly(1);
        assertThat(Linted.lines(RULE, "systemd/journald.conf.d/o.conf", "[Journal]\nStorage=persistent\n"))
                .isEmpty();
    }

    @Test
    void aMistypedKeyIsAGuessAndAnUnknownOneIsLeftAlone() {
        String unit = "[Service]\nExecStrat=/x\nEntirelyNew=1\n[Unit]\nonfailure=a.service\n";

        assertThat(Linted.lines("unit-key-unknown", "systemd/system/x.service", unit))
                .containsExactly(2, 5);
    }
}
