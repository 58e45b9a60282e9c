package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Sections that stand before a recursive one above them, whose settings then overwrite theirs (the order of {@code keys %ini} is the file's). */
final class UndonePolicies implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-undone",
            Severity.WARNING,
            "A policy is undone by the recursive one of a parent that stands after it",
            """
            sanoid works through the sections in the order of the file, and a recursive one writes its settings onto everything below it. A \
            child's own policy holds only when it stands after its parent's.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/sanoid.conf:1", """
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    autosnap = no
                    [tank]
                    recursive = yes
                    """),
            """
            --- confs/backup1/sanoid/sanoid.conf
            [tank]
            recursive = yes
            [tank/copies]
            autosnap = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Section section : machine.file().datasets()) {
                machine.policies()
                        .undoes(section)
                        .filter(parent -> !sameSettings(section, parent))
                        .ifPresent(parent -> findings.add(
                                machine.source(),
                                section.line(),
                                "[" + section.name() + "] stands before [" + parent.name() + "] (line " + parent.line()
                                        + "), which is recursive and overwrites its settings, so they have no effect",
                                "move [" + section.name() + "] below [" + parent.name() + "]"));
            }
        }
    }

    /** Nothing is lost when the parent sets the same. */
    private static boolean sameSettings(Section section, Section parent) {
        return section.settings().stream()
                .filter(s -> !s.key().equals("recursive"))
                .allMatch(s -> parent.setting(s.key())
                        .filter(p -> p.value().strip().equals(s.value().strip()))
                        .isPresent());
    }
}
