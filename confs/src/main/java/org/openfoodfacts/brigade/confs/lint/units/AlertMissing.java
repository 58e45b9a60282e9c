package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * A job whose failure nobody is told of: own oneshot units and those with a timer, and sanoid where it is configured. Only in a repository where other
 * units do have alerts; the machine may give them elsewhere, so it is a guess.
 */
final class AlertMissing implements Rule {
    private static final Pattern MUTED = Pattern.compile("\\s*[#;]+\\s*OnFailure\\s*=\\s*[^\\s@]+@\\S*\\s*");
    private static final Map<String, String> CONFIGURED = Map.of("sanoid/sanoid.conf", "sanoid.service");

    private static final RulePage PAGE = new RulePage(
            "unit-alert-missing",
            Severity.WARNING,
            "A job has no OnFailure",
            """
            A oneshot or timed job that fails leaves a line in the journal and nothing else. Other units of the repository start an alert with \
            OnFailure=; this one was left out, or its alert is commented out and nothing says until when.""",
            "failures of snapshot and sync units reached nobody since the machines were installed",
            new RulePage.Failing("confs/store1/systemd/system/backup.service", """
                    --- confs/store1/systemd/system/backup.service
                    [Service]
                    Type=oneshot
                    ExecStart=/usr/local/bin/backup
                    [Install]
                    WantedBy=sanoid.service
                    --- confs/store1/systemd/system/pull.service
                    [Unit]
                    OnFailure=email-failures@pull.service
                    [Service]
                    Type=oneshot
                    ExecStart=/usr/local/bin/pull
                    """),
            """
            --- confs/store1/systemd/system/backup.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/backup
            [Install]
            WantedBy=sanoid.service
            --- confs/store1/systemd/system/backup.service.d/alert.conf
            [Unit]
            OnFailure=email-failures@backup.service
            --- confs/store1/systemd/system/email-failures@.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/mail-state %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        boolean hasAlerts = Units.parts(repository)
                .anyMatch(part -> part.file().all("Unit", "OnFailure").findAny().isPresent());
        if (!hasAlerts) {
            return;
        }
        for (Units units : Units.of(repository)) {
            if (!units.folder().equals(Repository.SHARED) && !hasAlertOfAll(repository, units.folder())) {
                Set<String> alerts = alerts(units);
                units.byName().values().stream()
                        .filter(unit -> !isAlert(alerts, unit))
                        .forEach(unit -> judge(units, unit, findings));
                configured(repository, units, findings);
            }
        }
    }

    private static void judge(Units units, Unit unit, Findings findings) {
        if (!unit.isService() || hasAlert(units, unit)) {
            return;
        }
        Optional<Source> muted = unit.parts().stream()
                .map(UnitPart::source)
                .filter(source -> muted(source) > 0)
                .findFirst();
        if (muted.isPresent()) {
            findings.guess(
                    muted.get(),
                    muted(muted.get()),
                    "no other file of the machine gives it one",
                    "the OnFailure of %s is commented out without an end, so nobody is told when it fails"
                            .formatted(unit.name()),
                    "put it back, or write a reason and a date and remove it from the unit");
        } else if (unit.isWhole() && isJob(units, unit)) {
            findings.guess(
                    unit.source(),
                    0,
                    "no other file of the machine gives it one",
                    "%s has no OnFailure=, so nobody is told when it fails".formatted(unit.name()),
                    "write OnFailure=email-failures@%s.service in [Unit]"
                            .formatted(
                                    unit.name().isTemplate()
                                            ? unit.name().prefix() + "__%i"
                                            : unit.name().stem().replace("@", "__")));
        }
    }

    /** A drop-in for all services. */
    private static boolean hasAlertOfAll(Repository repository, String folder) {
        return repository.of(folder).stream()
                .anyMatch(source -> source.name().contains("/service.d/")
                        && source.text().all().contains("OnFailure="));
    }

    private static boolean isJob(Units units, Unit unit) {
        boolean timed = units.byName().containsKey(unit.name().withType("timer").toString());
        boolean installed = unit.parts().stream().anyMatch(part -> part.file().has("Install"));
        boolean stays = unit.is("Service", "RemainAfterExit", "yes") || unit.is("Service", "RemainAfterExit", "true");
        return timed || (installed && unit.is("Service", "Type", "oneshot") && !stays);
    }

    private static boolean hasAlert(Units units, Unit unit) {
        Unit template = unit.name().isInstance()
                ? units.byName().get(unit.name().template().toString())
                : null;
        return !unit.list("Unit", "OnFailure").isEmpty()
                || (template != null && !template.list("Unit", "OnFailure").isEmpty());
    }

    /** The unit that is itself what others start when they fail. */
    private static boolean isAlert(Set<String> alerts, Unit unit) {
        return alerts.contains(unit.name().prefix())
                || AlertOfAnother.ALERT.matcher(unit.name().prefix()).matches();
    }

    private static Set<String> alerts(Units units) {
        return units.named(Set.of("OnFailure")).stream()
                .map(name -> name.substring(
                        0, name.indexOf('@') < 0 ? Math.max(0, name.lastIndexOf('.')) : name.indexOf('@')))
                .collect(Collectors.toSet());
    }

    private static int muted(Source source) {
        for (int i = 0; i < source.text().lines().size(); i++) {
            if (MUTED.matcher(source.text().lines().get(i)).matches()) {
                return i + 1;
            }
        }
        return 0;
    }

    /** A packaged unit that the machine's own files set to work. */
    private static void configured(Repository repository, Units units, Findings findings) {
        CONFIGURED.forEach((file, name) -> repository.find(units.folder(), file).ifPresent(source -> {
            Unit unit = units.byName().get(name);
            if (unit == null || unit.list("Unit", "OnFailure").isEmpty()) {
                findings.guess(
                        source,
                        0,
                        "the machine's units stand in its folder",
                        "nothing in folder '%s' gives %s an OnFailure=, so nobody is told when it fails"
                                .formatted(units.folder(), name),
                        "add systemd/system/%s.d/override.conf with OnFailure=email-failures@%s".formatted(name, name));
            }
        }));
    }
}
