package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.syncoid.Pull;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Endpoint;

/** Pulls of one machine that bring the same data, or write below each other. What --exclude leaves out does not overlap. */
final class OverlappingPulls implements Rule {
    private static final RulePage PAGE = new RulePage(
            "pull-overlaps",
            Severity.WARNING,
            "A pull overlaps with a recursive one",
            """
            A source below the source of a recursive pull is brought twice: into two places, which costs the space twice, or into the same, \
            where both work against each other. A target below the target of another recursive pull collides with the first child of that name.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:2", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation --recursive backup1operator@10.1.0.9:tank tank/copies/all
                    --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/wiki tank/copies/wiki
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank tank/copies/all
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/wiki tank/copies/wiki
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
        for (List<PullOf> pulls : Replication.of(repository).byPuller()) {
            Above bySource = new Above(pulls, p -> p.pull().source());
            Above byTarget = new Above(pulls, p -> p.pull().target());
            for (PullOf pull : pulls) {
                PullOf twice = bySource.of(pull);
                PullOf around = byTarget.of(pull);
                if (twice != null) {
                    report(
                            pull,
                            findings,
                            "the pull brings " + pull.pull().source().dataset() + ", which " + line(twice)
                                    + " brings too (" + twice + "), so it is stored or worked on twice");
                } else if (around != null) {
                    report(
                            pull,
                            findings,
                            "the pull writes into " + pull.target() + ", below the target of " + line(around) + " ("
                                    + around
                                    + "), so both write there as soon as that source has a child of this name");
                }
            }
        }
    }

    private static String line(PullOf pull) {
        return "the recursive pull of line " + pull.pull().line();
    }

    private static void report(PullOf pull, Findings findings, String message) {
        findings.add(
                pull.source(),
                pull.pull().line(),
                message,
                "drop this line, or let the other --exclude what this one brings");
    }

    /** The recursive pulls by one of their ends. */
    private static final class Above {
        private final Map<String, PullOf> recursive = new HashMap<>();
        private final Function<PullOf, Endpoint> end;

        private Above(List<PullOf> pulls, Function<PullOf, Endpoint> end) {
            this.end = end;
            pulls.stream()
                    .filter(p -> p.pull().isRecursive())
                    .forEach(p ->
                            recursive.putIfAbsent(key(end.apply(p), end.apply(p).dataset()), p));
        }

        private static String key(Endpoint end, String dataset) {
            return end.host() + ":" + dataset;
        }

        private static boolean leavesOut(Pull above, String below) {
            return Exclusions.of(above).mayLeaveOut(above.source().dataset() + below);
        }

        /** One whose end lies above the pull's; null when there is none. */
        private PullOf of(PullOf pull) {
            Endpoint own = end.apply(pull);
            String dataset = own.dataset();
            for (int slash = dataset.lastIndexOf('/'); slash > 0; slash = dataset.lastIndexOf('/', slash - 1)) {
                PullOf above = recursive.get(key(own, dataset.substring(0, slash)));
                if (above != null && !leavesOut(above.pull(), own.dataset().substring(slash))) {
                    return above;
                }
            }
            return null;
        }
    }
}
