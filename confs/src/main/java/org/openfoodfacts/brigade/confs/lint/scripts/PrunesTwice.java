package org.openfoodfacts.brigade.confs.lint.scripts;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A script that destroys the snapshots that sanoid has taken ({@code autosnap_…}), where sanoid is configured to prune them. */
final class PrunesTwice implements Rule {
    private static final int MAX_LINE = 4_000;

    private static final RulePage PAGE = new RulePage(
            "script-prunes-twice",
            Severity.WARNING,
            "A script destroys the snapshots that sanoid prunes",
            """
            Two mechanisms decide on the same snapshots. What the policy keeps, the script destroys, maybe the last one that a replica has in common \
            with its source; and when data move, one of the two goes on at the old place.""",
            "a purge kept running on the old pool for six weeks after the dataset moved",
            new RulePage.Failing("scripts/purge.sh:2", """
                    --- scripts/purge.sh
                    #!/bin/bash
                    zfs list -H -o name -t snapshot | grep autosnap_ | head -n -100 | xargs -n 1 zfs destroy
                    --- confs/store1/sanoid/sanoid.conf
                    [tank/data]
                    use_template=data
                    [template_data]
                    autosnap=yes
                    autoprune=yes
                    """),
            """
            --- scripts/purge.sh
            #!/bin/bash
            zfs list -H -o name -t snapshot | grep @manual_ | head -n -100 | xargs -n 1 zfs destroy
            --- confs/store1/sanoid/sanoid.conf
            [tank/data]
            use_template=data
            [template_data]
            autosnap=yes
            autoprune=yes
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        boolean prunes = repository.sources().stream()
                .anyMatch(source -> source.fileName().equals("sanoid.conf")
                        && source.text().all().contains("autoprune"));
        if (prunes) {
            RunScript.files(repository)
                    .filter(script -> script.text().contains("zfs destroy")
                            && script.text().contains("autosnap"))
                    .forEach(script -> judge(script, findings));
        }
    }

    private static void judge(RunScript script, Findings findings) {
        int number = 0;
        for (String line : script.text().lines().toList()) {
            number++;
            String code = line.strip();
            if (code.length() < MAX_LINE
                    && !code.startsWith("#")
                    && !code.startsWith("echo")
                    && code.contains("zfs destroy")) {
                findings.guess(
                        script.source(),
                        number,
                        "it runs where sanoid prunes, and destroys what sanoid has taken",
                        "the script destroys autosnap snapshots, which sanoid prunes by its own policy, so what the policy keeps may be lost",
                        "change sanoid's policy instead, or leave autosnap_ snapshots out");
                return;
            }
        }
    }
}
