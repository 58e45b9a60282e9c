package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Sources that keep no snapshot as long as a copy has once been stalled: nine days. */
final class ShortRetention implements Rule {
    private static final double OUTAGE = 9 * 24;
    private static final List<String> KINDS = List.of("hourly", "daily", "weekly", "monthly");
    private static final RulePage PAGE = new RulePage(
            "retention-too-short",
            Severity.WARNING,
            "A source keeps its snapshots for less time than a copy may be stalled",
            """
            A pull goes on from a snapshot that both ends still have. When the copy stalls for longer than the source keeps its oldest one, there \
            is none: everything has to be sent anew, and until then there is no copy that grows.""",
            "the last common snapshot was destroyed at the source while the copy was stalled, which was seen after nine days.",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:1", """
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    hourly = 24
                    daily = 3
                    monthly = 0
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            hourly = 24
            daily = 14
            monthly = 0
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            autosnap = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        for (Policed machine : replication.policed()) {
            Set<List<String>> said = new HashSet<>();
            for (Section section : machine.file().datasets()) {
                Stream.of(section.dataset(), section.dataset() + "/any")
                        .flatMap(dataset -> machine.policies().of(dataset).stream())
                        .filter(policy -> policy.takesSnapshots() && policy.keepsHours() < OUTAGE)
                        .findFirst()
                        .filter(policy -> said.add(counts(policy)))
                        .ifPresent(policy -> judge(replication, machine, section, policy, findings));
            }
        }
    }

    private static void judge(
            Replication replication, Policed machine, Section section, Policy policy, Findings findings) {
        String message =
                "[" + section.name() + "] keeps " + String.join(", ", counts(policy)) + ", nothing longer than "
                        + time(policy.keepsHours())
                        + ": when a copy stalls for longer (nine days once) no snapshot is common any more, and all has to be sent anew";
        String remedy = "keep at least daily=10";
        List<PullOf> pulls = replication
                .around(section.dataset())
                .filter(pull -> replication.covers(pull, section.dataset()))
                .filter(pull -> !pull.puller().equals(machine.source().folder()))
                .toList();
        pulls.stream()
                .flatMap(pull -> replication.origin(pull).stream())
                .filter(origin -> origin.folder().equals(machine.source().folder()))
                .findFirst()
                .ifPresent(origin -> origin.report(findings, machine.source(), section.line(), message, remedy));
    }

    private static List<String> counts(Policy policy) {
        return KINDS.stream()
                .map(kind -> kind + "=" + Math.round(policy.count(kind)))
                .toList();
    }

    private static String time(double hours) {
        return hours < 48 ? Math.round(hours) + " hours" : Math.round(hours / 24) + " days";
    }
}
