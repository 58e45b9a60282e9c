package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Exclusion;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Datasets with a section of their own that takes snapshots, and that a no_sanoid_checks comment takes out of the checks. */
final class MutedChecks implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-and-excluded",
            Severity.WARNING,
            "A dataset has a policy and is taken out of the checks",
            """
            'no_sanoid_checks' is for what has no policy. For a dataset with one it mutes the only alert that says when its snapshots stop, \
            or grow too many.""",
            "failures of snapshots reached nobody for months.",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:1", """
                    --- confs/web1/sanoid/sanoid.conf
                    # no_sanoid_checks:tank:tank/web
                    [tank/web]
                    hourly = 36
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            # no_sanoid_checks:tank
            [tank/web]
            hourly = 36
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Exclusion exclusion : machine.file().unchecked()) {
                machine.file().datasets().stream()
                        .filter(s -> s.dataset().equals(exclusion.dataset()))
                        .filter(s -> machine.policies()
                                .of(s.dataset())
                                .filter(Policy::takesSnapshots)
                                .isPresent())
                        .findFirst()
                        .ifPresent(s -> report(machine, exclusion, s, findings));
            }
        }
    }

    private static void report(Policed machine, Exclusion exclusion, Section section, Findings findings) {
        findings.add(
                machine.source(),
                exclusion.line(),
                exclusion.dataset() + " is taken out of the checks, and [" + section.name() + "] (line "
                        + section.line() + ") takes snapshots of it, so nobody hears when they stop",
                "remove it from no_sanoid_checks, or remove its policy");
    }
}
