package org.openfoodfacts.brigade.confs.lint.units;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/** An OnFailure= of a template that the machine's folder does not hold. The machine may have it from elsewhere, so it is a guess. */
final class AlertTemplateMissing implements Rule {
    private static final RulePage PAGE = new RulePage(
            "unit-alert-template-missing",
            Severity.WARNING,
            "OnFailure starts a template that the machine's folder does not hold",
            """
            systemd logs that the unit is not found and nobody is told that something failed. The other files of the machine are in the \
            repository, and other machines link the template, so it was probably forgotten here.""",
            "failures of snapshot and sync units reached nobody since the machines were installed",
            new RulePage.Failing("confs/tunnel1/systemd/system/logrotate.service.d/override.conf:2", """
                    --- confs/tunnel1/systemd/system/logrotate.service.d/override.conf
                    [Unit]
                    OnFailure=email-failures@logrotate.service
                    """),
            """
            --- confs/tunnel1/systemd/system/logrotate.service.d/override.conf
            [Unit]
            OnFailure=email-failures@logrotate.service
            --- confs/tunnel1/systemd/system/email-failures@.service -> ../../../common/systemd/system/email-failures@.service
            --- confs/common/systemd/system/email-failures@.service
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
        for (Units units : Units.of(repository)) {
            if (!units.folder().equals(Repository.SHARED)) {
                units.byName().values().forEach(unit -> plain(units, unit, findings));
                missing(units).forEach((template, needed) -> {
                    if (!isInAnotherFolder(repository, units, template)) {
                        add(units, template, needed, findings);
                    }
                });
            }
        }
    }

    /** The template's name without its {@code @}. */
    private static void plain(Units units, Unit unit, Findings findings) {
        for (Unit.Value value : unit.list("Unit", "OnFailure")) {
            for (String word : References.words(value.text())) {
                UnitName.parse(word)
                        .filter(name ->
                                name.instance() == null && !units.hasFile(name) && units.hasFile(name.template()))
                        .ifPresent(name -> findings.guess(
                                value.source(),
                                value.setting().line(),
                                "the machine has it from nowhere else",
                                "folder '%s' holds %s and no %s, which is to report when %s fails, so nobody is told"
                                        .formatted(units.folder(), name.template(), name, unit.name()),
                                "write OnFailure=%s@%%n".formatted(name.prefix())));
            }
        }
    }

    /** A machine may own several folders. */
    private static boolean isInAnotherFolder(Repository repository, Units units, UnitName template) {
        List<String> folders = repository
                .machine()
                .node(units.folder())
                .map(node -> List.copyOf(node.folders()))
                .orElse(List.of());
        return Units.of(repository).stream()
                .filter(other -> folders.contains(other.folder()))
                .anyMatch(other -> other.hasFile(template));
    }

    /** By template, where it is needed. */
    private static Map<UnitName, List<Need>> missing(Units units) {
        Map<UnitName, List<Need>> missing = new LinkedHashMap<>();
        for (Unit unit : units.byName().values()) {
            for (Unit.Value value : unit.list("Unit", "OnFailure")) {
                for (String word : References.words(value.text())) {
                    template(References.expand(word, unit.name()))
                            .filter(template -> !units.hasFile(template))
                            .ifPresent(template -> missing.computeIfAbsent(template, _ -> new ArrayList<>())
                                    .add(new Need(unit.name(), value)));
                }
            }
        }
        return missing;
    }

    private record Need(UnitName unit, Unit.Value value) {}

    private static Optional<UnitName> template(String name) {
        int at = name.indexOf('@');
        return at > 0 && References.hasType(name)
                ? Optional.of(new UnitName(name.substring(0, at), "", name.substring(name.lastIndexOf('.') + 1)))
                : Optional.empty();
    }

    /** Once for a machine, in a file of its own if there is one. */
    private static void add(Units units, UnitName template, List<Need> needed, Findings findings) {
        String own = "confs/" + units.folder() + "/";
        Unit.Value at = needed.stream()
                .map(Need::value)
                .filter(value -> value.source().real().startsWith(own))
                .findFirst()
                .orElse(needed.getFirst().value());
        String failing =
                needed.stream().map(need -> need.unit().toString()).distinct().collect(Collectors.joining(", "));
        findings.guess(
                at.source(),
                at.setting().line(),
                "the machine has it from nowhere else",
                "folder '%s' does not hold %s, which is to report when %s fails, so nobody is told"
                        .formatted(units.folder(), template, failing),
                "link %s into the machine's systemd/system".formatted(template));
    }
}
