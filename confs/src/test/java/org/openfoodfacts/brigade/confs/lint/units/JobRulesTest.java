package org.openfoodfacts.brigade.confs.lint.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Severity;

class JobRulesTest {
    private static final String ALERTED = """
            --- confs/b/systemd/system/x.service.d/o.conf
            [Unit]
            OnFailure=email-failures@x.service
            """;
    private static final String ONESHOT = "[Service]\nType=oneshot\nExecStart=/bin/a\n";

    private static List<String> places(String rule, String example) {
        return Linted.findings(rule, example).stream()
                .map(f -> f.place().toString())
                .toList();
    }

    @Test
    void aJobWithoutAlertIsMissedOnlyWhereOthersHaveOne() {
        String job = "--- confs/a/systemd/system/job.service\n" + ONESHOT + "[Install]\nWantedBy=a.target\n";
        String alert = "--- confs/a/systemd/system/job.service.d/o.conf\n[Unit]\nOnFailure=m@job.service\n";
        String forAll = "--- confs/a/systemd/system/service.d/o.conf\n[Unit]\nOnFailure=m@%n\n";

        assertThat(places("unit-alert-missing", job)).isEmpty();
        assertThat(places("unit-alert-missing", job + ALERTED)).containsExactly("confs/a/systemd/system/job.service");
        assertThat(places("unit-alert-missing", job + alert + ALERTED)).isEmpty();
        assertThat(places("unit-alert-missing", job + forAll + ALERTED)).isEmpty();
    }

    @Test
    void aServiceThatRestartsAndTheAlertItselfAreNoJobs() {
        assertThat(places(
                        "unit-alert-missing",
                        ALERTED + "--- confs/a/systemd/system/d.service\n[Service]\nExecStart=/bin/a\n"))
                .isEmpty();
        assertThat(places(
                        "unit-alert-missing",
                        ALERTED + "--- confs/b/systemd/system/email-failures@.service\n" + ONESHOT))
                .isEmpty();
    }

    @Test
    void aLinkThatWantsAUnitIsNotASecondFileOfIt() {
        String example = """
                --- confs/a/systemd/system/x.service
                [Service]
                ExecStart=/bin/a
                --- confs/a/systemd/system/multi-user.target.wants/x.service -> ../x.service
                """;

        assertThat(places("unit-refused", example)).isEmpty();
    }

    @Test
    void aMutedAlertAndASanoidWithoutOneAreFound() {
        String muted = "--- confs/a/systemd/system/n.service.d/o.conf\n[Unit]\n# for now\n#OnFailure=m@n.service\n";
        String sanoid =
                "--- confs/c/sanoid/sanoid.conf\n[a]\n--- confs/c/systemd/system/y.service\n[Service]\nExecStart=/y\n";

        assertThat(places("unit-alert-missing", muted + ALERTED))
                .containsExactly("confs/a/systemd/system/n.service.d/o.conf:3");
        assertThat(places("unit-alert-missing", sanoid + ALERTED)).containsExactly("confs/c/sanoid/sanoid.conf");
        assertThat(places(
                        "unit-alert-missing",
                        sanoid + ALERTED + "--- confs/c/systemd/sanoid.service.d/o.conf\n[Unit]\nOnFailure=m@%n\n"))
                .isEmpty();
    }

    @Test
    void aDropInThatIsNotReadIsFound() {
        String text = "[Service]\nRestart=always\n";

        assertThat(places("unit-drop-in-ignored", "--- confs/a/systemd/system/n.service.d/override\n" + text))
                .hasSize(1);
        assertThat(places("unit-drop-in-ignored", "--- confs/a/systemd/nginx.d/o.conf\n" + text))
                .hasSize(1);
        assertThat(places("unit-drop-in-ignored", "--- confs/a/systemd/system/n.service.d/README.md\n" + text))
                .isEmpty();
        assertThat(places("unit-drop-in-ignored", "--- confs/a/systemd/n.service.d/o.conf\n" + text))
                .isEmpty();
        assertThat(places("unit-drop-in-ignored", "--- confs/a/systemd/network/eth.network.d/o.conf\n" + text))
                .isEmpty();
        assertThat(places("unit-drop-in-ignored", "--- confs/a/systemd/system/timer.d/o.conf\n" + text))
                .isEmpty();
        assertThat(Linted.findings(
                        "unit-drop-in-ignored",
                        "--- confs/a/systemd/n.service.d/o.conf\n" + text + "--- confs/a/systemd/system/m.service\n"
                                + ONESHOT))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void aTimerWithoutItsServiceIsFoundUnlessAPackageBringsIt() {
        String timer = "[Timer]\nOnCalendar=daily\n";

        assertThat(places("unit-timer-without-service", "--- confs/a/systemd/system/x.timer\n" + timer))
                .hasSize(1);
        assertThat(places("unit-timer-without-service", "--- confs/a/systemd/system/certbot.timer\n" + timer))
                .isEmpty();
        assertThat(places("unit-timer-without-service", "--- confs/a/systemd/system/x.timer.d/o.conf\n" + timer))
                .isEmpty();
        assertThat(places("unit-timer-without-service", "--- confs/common/systemd/system/x.timer\n" + timer))
                .isEmpty();
        assertThat(places(
                        "unit-timer-without-service",
                        "--- confs/a/systemd/x.timer\n" + timer
                                + "--- confs/a/systemd/system/x.service.d/o.conf\n[Unit]\n"))
                .isEmpty();
    }

    @Test
    void aOneshotThatNothingStartsIsNoted() {
        String job = "--- confs/a/systemd/system/x.service\n" + ONESHOT;

        assertThat(places("unit-never-started", job)).hasSize(1);
        assertThat(places("unit-never-started", job + "[Install]\nWantedBy=a.target\n"))
                .isEmpty();
        assertThat(places("unit-never-started", job + "--- confs/a/systemd/y.service\n[Unit]\nWants=x.service\n"))
                .isEmpty();
        assertThat(places("unit-never-started", job + "--- scripts/go.sh\nsystemctl start x\n"))
                .isEmpty();
        assertThat(places(
                        "unit-never-started",
                        job + "--- confs/a/systemd/system/a.target.wants/x.service -> ../x.service\n"))
                .isEmpty();
    }

    @Test
    void aScriptOfAnotherCloneIsNotMissed() {
        String unit = "--- confs/a/systemd/x.service\n[Service]\nExecStart=/opt/infra/scripts/no.sh\n";
        String held =
                "--- scripts/yes.sh\n--- confs/a/systemd/y.service\n[Service]\nExecStart=/opt/infra/scripts/yes.sh -v\n";

        assertThat(Linted.findings("unit-exec-missing", unit + held))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.ERROR));
        assertThat(places("unit-exec-missing", unit)).isEmpty();
        assertThat(places("unit-exec-missing", unit.replace("infra", "other") + held))
                .isEmpty();
        assertThat(Linted.findings("unit-exec-missing", unit + "--- scripts/yes.sh\n"))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void aRequiredServiceNeedsAnOrder() {
        String rule = "unit-order-missing";

        assertThat(Linted.lines(rule, "systemd/x.service", "[Unit]\nRequires=a.service b.service\nAfter=a.service\n"))
                .containsExactly(2);
        assertThat(Linted.lines(
                        rule,
                        "systemd/x.service",
                        "[Unit]\nRequires=zfs.target a.socket\nRequires=b.service\nBefore=b.service\n"))
                .isEmpty();
    }
}
