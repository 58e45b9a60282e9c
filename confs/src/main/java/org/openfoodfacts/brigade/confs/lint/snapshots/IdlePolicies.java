package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Policies that do nothing (children only, without recursion), and policies that take snapshots and never prune. */
final class IdlePolicies implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-half",
            Severity.WARNING,
            "A policy does nothing, or takes snapshots that nobody prunes",
            """
            process_children_only without recursive leaves out the dataset and reaches no child: nothing is taken. autosnap without autoprune \
            keeps every snapshot for good, until the pool is full.""",
            "pools filled with snapshots that nobody pruned.",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:1", """
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    process_children_only = yes
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            process_children_only = yes
            recursive = yes
            [tank/mail]
            autosnap = no
            autoprune = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Section section : machine.file().datasets()) {
                machine.policies().of(section.dataset()).ifPresent(own -> judge(machine, section, own, findings));
            }
        }
    }

    private static void judge(Policed machine, Section section, Policy own, Findings findings) {
        Optional<Policy> below = machine.policies().of(section.dataset() + "/any");
        if (own.isOn("process_children_only") && own.takenWith() == null && below.isEmpty()) {
            findings.add(
                    machine.source(),
                    section.line(),
                    "[" + section.name() + "] is for children only and not recursive, so it takes and prunes nothing",
                    "set recursive=yes, or process_children_only=no");
        } else if (own.takesSnapshots() && !own.isOn("autoprune")) {
            findings.add(
                    machine.source(),
                    section.line(),
                    "[" + section.name() + "] takes snapshots (autosnap) and does not prune (autoprune="
                            + own.setting("autoprune").value().strip() + "), so they fill the pool",
                    "set autoprune=yes");
        }
    }
}
