package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Keys that sanoid leaves out of templates ("ignored key", {@code init}): use_template and recursive. */
final class IgnoredTemplateKeys implements Rule {
    private static final Set<String> IGNORED = Set.of("use_template", "recursive");
    private static final RulePage PAGE = new RulePage(
            "policy-ignored-key",
            Severity.WARNING,
            "A template holds a key that works only in a dataset's section",
            "sanoid takes recursive and use_template from the dataset's own section only: what lies below has no snapshots, or the other template is not applied.",
            "",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:4", """
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    use_template = local
                    [template_local]
                    recursive = yes
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            use_template = local
            recursive = yes
            [template_local]
            hourly = 36
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Section template : machine.file().templates()) {
                template.settings().stream()
                        .filter(s -> IGNORED.contains(s.key()))
                        .forEach(s -> findings.add(
                                machine.source(),
                                s.line(),
                                s.key() + " in [" + template.name() + "] is passed over, so "
                                        + (s.key().equals("recursive")
                                                ? "nothing below the datasets that use it is covered by it"
                                                : "the other template is not applied"),
                                "write it into the sections of the datasets"));
            }
        }
    }
}
