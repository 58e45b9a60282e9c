package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

/** Sections that use a template which the file does not have: sanoid says nothing and keeps its defaults ({@code init}, 2.1.0). */
final class PolicyTemplates implements Rule {
    private static final RulePage PAGE = new RulePage(
            "policy-unknown-template",
            Severity.ERROR,
            "A policy uses a template that there is not",
            """
            sanoid passes over it in silence, and its defaults apply: snapshots are taken, 48 hourly, 90 daily and 6 monthly ones are kept and \
            older ones destroyed, on received datasets too.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/sanoid.conf:2", """
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    use_template = recieved
                    recursive = yes
                    [template_received]
                    autosnap = no
                    """),
            """
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            use_template = received
            recursive = yes
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
            for (Section section : machine.file().datasets()) {
                section.setting("use_template")
                        .filter(use -> !use.value().equals(Setting.TWICE))
                        .ifPresent(use -> section.templateNames().stream()
                                .filter(name -> !name.equals("default")
                                        && machine.file().template(name).isEmpty())
                                .forEach(name -> report(machine, section, use.line(), name, findings)));
            }
        }
    }

    private static void report(Policed machine, Section section, int line, String name, Findings findings) {
        SanoidFile file = machine.file();
        List<String> known =
                file.templates().stream().map(Section::templateName).toList();
        boolean prefixed = name.startsWith("template_") && known.contains(name.substring("template_".length()));
        findings.add(
                machine.source(),
                line,
                "[" + section.name() + "] uses the template '" + name
                        + "', which there is not, so sanoid's defaults apply in silence: snapshots are taken, and pruned by other counts",
                prefixed ? "write it without 'template_'" : DidYouMean.remedy(name, known));
    }
}
