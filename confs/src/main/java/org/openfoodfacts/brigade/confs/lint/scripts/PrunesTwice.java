package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;

/**
 * A script that destroys the snapshots that sanoid has taken ({@code autosnap_…}, or all there are) of datasets whose policy prunes them; a script that
 * names no dataset is taken to mean any.
 */
final class PrunesTwice implements Rule {
    private static final int MAX_LINE = 4_000;
    private static final Pattern EXCLUDES = Pattern.compile("(?:grep\\s+-\\w*v|!=|!~)");
    private static final Pattern LISTS = Pattern.compile("zfs list\\s[^|\\n]{0,200}-t\\s?\"?snap");
    private static final Pattern SELECTS = Pattern.compile("\\b(?:grep|awk|sed|case)\\b|=~|@[A-Za-z]");

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
        List<Pruner> pruners = repository.all(Formats.SANOID).stream()
                .filter(read -> read.source().text().all().contains("autoprune"))
                .map(read -> new Pruner(read.source().folder(), new Policies(read.value())))
                .toList();
        RunScript.files(repository)
                .filter(script -> script.text().contains("zfs destroy"))
                .forEach(script -> judge(script, of(script, pruners), findings));
    }

    /** A machine with sanoid. */
    private record Pruner(String folder, Policies policies) {
        boolean prunes(String dataset) {
            return policies.of(dataset).filter(Policy::prunes).isPresent();
        }
    }

    /** Of a script in a machine's folder only that machine's. */
    private static List<Pruner> of(RunScript script, List<Pruner> all) {
        String folder = script.source().folder();
        return all.stream()
                .filter(pruner -> folder.isEmpty()
                        || folder.equals(Repository.SHARED)
                        || pruner.folder().equals(folder))
                .toList();
    }

    private static void judge(RunScript script, List<Pruner> pruners, Findings findings) {
        Set<String> named = ZfsDatasets.of(script);
        Optional<String> pruned = named.stream()
                .filter(dataset -> pruners.stream().anyMatch(pruner -> pruner.prunes(dataset)))
                .findFirst();
        boolean autosnap = code(script)
                .anyMatch(line ->
                        line.contains("autosnap") && !EXCLUDES.matcher(line).find());
        boolean anySnapshot = LISTS.matcher(script.text()).find()
                && !SELECTS.matcher(script.text()).find();
        boolean found = autosnap ? named.isEmpty() || pruned.isPresent() : pruned.isPresent() && anySnapshot;
        if (found && !pruners.isEmpty()) {
            add(script, pruned.map(dataset -> " of " + dataset).orElse(""), findings);
        }
    }

    private static Stream<String> code(RunScript script) {
        return script.text()
                .lines()
                .map(String::strip)
                .filter(line -> line.length() < MAX_LINE && !line.startsWith("#"));
    }

    private static void add(RunScript script, String ofDataset, Findings findings) {
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
                        "the script destroys snapshots" + ofDataset
                                + ", which sanoid prunes by its own policy, so what the policy keeps may be lost",
                        "change sanoid's policy instead, or leave autosnap_ snapshots out");
                return;
            }
        }
    }
}
