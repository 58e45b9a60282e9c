package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Endpoint;

/** Two pulls of one machine into the same dataset. */
final class SameTarget implements Rule {
    private static final RulePage PAGE = new RulePage(
            "pull-same-target",
            Severity.ERROR,
            "Two pulls write into the same dataset",
            """
            The second finds a target without a common snapshot: it fails on every run, or with --force-delete destroys what the first one \
            brought. One of the two sources has no copy.""",
            "a typo sent one dataset into another's target, seen four months later.",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:2", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/web tank/copies/web
                    --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/wiki tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/web tank/copies/web
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
        Replication replication = Replication.of(repository);
        for (List<PullOf> pulls : replication.byPuller()) {
            Map<Endpoint, PullOf> byTarget = new HashMap<>();
            for (PullOf pull :
                    pulls.stream().filter(p -> p.pull().bringsParent()).toList()) {
                PullOf first = byTarget.putIfAbsent(pull.pull().target(), pull);
                if (first != null) {
                    report(replication, first, pull, findings);
                }
            }
        }
    }

    private static void report(Replication replication, PullOf first, PullOf second, Findings findings) {
        if (isSameSource(replication, first, second)) {
            findings.add(
                    Severity.WARNING,
                    second.source(),
                    second.pull().line(),
                    "the pull " + second + " stands twice (first in line "
                            + first.pull().line() + "), so every run does it twice",
                    "remove one of the lines");
            return;
        }
        boolean firstIsOdd = isNamedAlike(second) && !isNamedAlike(first);
        PullOf odd = firstIsOdd ? first : second;
        PullOf other = firstIsOdd ? second : first;
        findings.add(
                odd.source(),
                odd.pull().line(),
                "the pull of " + odd.pull().source().dataset() + " writes into " + odd.target() + ", as the one of "
                        + other.pull().source().dataset() + " does (line "
                        + other.pull().line()
                        + "), so one of them fails on every run and has no copy",
                "give " + odd.pull().source().dataset() + " a target of its own");
    }

    /** Whoever the user is, and by whatever name or address the same machine is reached. */
    private static boolean isSameSource(Replication replication, PullOf first, PullOf second) {
        Optional<String> from = replication.origin(first).map(Origin::folder);
        return first.pull().source().dataset().equals(second.pull().source().dataset())
                && (first.readsWhere(second)
                        || (from.isPresent()
                                && from.equals(replication.origin(second).map(Origin::folder))));
    }

    private static boolean isNamedAlike(PullOf pull) {
        return pull.pull().source().leaf().equals(pull.pull().target().leaf());
    }
}
