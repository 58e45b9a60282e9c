package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashSet;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Parents of policied datasets that have neither a policy nor an exception, in files that make such exceptions. */
final class UncheckedParents implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-nor-excluded",
            Severity.NOTE,
            "A dataset has neither a policy nor an exception from the checks",
            """
            The parent of datasets with policies exists, has no policy and is not named in 'no_sanoid_checks' as others are: the check complains \
            about it on every run, or what lies in it directly has no snapshots.""",
            "",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:2", """
                    --- confs/web1/sanoid/sanoid.conf
                    # no_sanoid_checks:tank
                    [fast/web]
                    hourly = 36
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            # no_sanoid_checks:tank:fast
            [fast/web]
            hourly = 36
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
            if (!machine.file().unchecked().isEmpty()) {
                Set<String> said = new HashSet<>();
                machine.file().datasets().forEach(section -> judge(machine, section, said, findings));
            }
        }
    }

    private static void judge(Policed machine, Section section, Set<String> said, Findings findings) {
        String dataset = section.dataset();
        for (int slash = dataset.lastIndexOf('/'); slash > 0; slash = dataset.lastIndexOf('/', slash - 1)) {
            String parent = dataset.substring(0, slash);
            if (machine.policies().of(parent).isEmpty() && !machine.file().isUnchecked(parent) && said.add(parent)) {
                findings.guess(
                        machine.source(),
                        section.line(),
                        "as others are excepted",
                        parent + ", the parent of " + dataset
                                + ", has no policy and is not in no_sanoid_checks, so the check complains about it",
                        "give [" + parent + "] a policy, or add it to no_sanoid_checks");
            }
        }
    }
}
