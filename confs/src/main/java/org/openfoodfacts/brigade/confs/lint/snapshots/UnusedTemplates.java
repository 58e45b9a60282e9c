package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Templates that no section uses; {@code template_default} is used by all. */
final class UnusedTemplates implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-unused-template",
            Severity.NOTE,
            "A template that no policy uses",
            "Who changes it to change what is kept changes nothing. Perhaps a section was to use it and uses another.",
            "",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:5", """
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    use_template = local
                    [template_local]
                    hourly = 36
                    [template_received]
                    autosnap = no
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            use_template = local
            [tank/copies]
            use_template = local,received
            [template_local]
            hourly = 36
            [template_received]
            autosnap = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Section template : machine.file().templates()) {
                if (!template.templateName().equals("default")
                        && machine.file().users(template).isEmpty()) {
                    findings.add(
                            machine.source(),
                            template.line(),
                            "no section uses the template '" + template.templateName()
                                    + "', so changing it changes nothing",
                            "use it or remove it");
                }
            }
        }
    }
}
