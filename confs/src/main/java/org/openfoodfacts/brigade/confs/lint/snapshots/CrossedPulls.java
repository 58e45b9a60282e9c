package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Endpoint;

/** A pull whose target has another name than its source, or the name of another machine, where its neighbours' names say that it should not. */
final class CrossedPulls implements Rule {
    private static final int ENOUGH = 2;
    private static final RulePage PAGE = new RulePage(
            "pull-crossed",
            Severity.WARNING,
            "A pull writes under the name of another dataset",
            """
            The copy of one dataset lies under the name of another: it is found only when somebody needs it, and a later pull of the other one \
            collides with it.""",
            "a typo sent one dataset into another's target, seen four months later.",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/web tank/copies/wiki
                    --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/wiki tank/copies/wiki-new
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/web tank/copies/host9-web
            --no-sync-snap --no-privilege-elevation backup1operator@10.1.0.9:tank/wiki tank/copies/host9-wiki
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
            pulls.stream()
                    .collect(Collectors.groupingBy(p -> p.pull().source().host()))
                    .values()
                    .forEach(ofHost -> judgeNames(replication, ofHost, findings));
            for (PullOf pull : pulls) {
                if (!isNamedAlike(pull)) {
                    judge(pull, pulls.stream().filter(p -> isNeighbour(p, pull)).toList(), findings);
                }
            }
        }
    }

    /** One pull from a host goes to where another machine's name stands, and all others from there to its own. */
    private static void judgeNames(Replication replication, List<PullOf> ofHost, Findings findings) {
        Map<String, List<PullOf>> byName = ofHost.stream()
                .filter(pull -> !pull.pull().source().host().isEmpty())
                .filter(pull -> replication.namedAfter(pull).isPresent())
                .collect(Collectors.groupingBy(
                        pull -> replication.namedAfter(pull).orElseThrow()));
        if (byName.size() != 2) {
            return;
        }
        byName.forEach((name, pulls) -> byName.forEach((other, odd) -> {
            if (!name.equals(other) && pulls.size() >= ENOUGH && odd.size() == 1) {
                PullOf pull = odd.getFirst();
                findings.guess(
                        pull.source(),
                        pull.pull().line(),
                        "all " + pulls.size() + " others from there are named after " + name,
                        "the pull of " + pull.pull().source() + " writes into " + pull.target() + ", named after "
                                + other + ", so the copy is taken for one of " + other,
                        "write the target with " + name + " in place of " + other + " if that is meant");
            }
        }));
    }

    private static void judge(PullOf pull, List<PullOf> neighbours, Findings findings) {
        Endpoint target = pull.pull().target();
        Optional<PullOf> owner = neighbours.stream()
                .filter(p -> p.pull().source().leaf().equals(target.leaf()))
                .filter(p -> !p.pull().target().equals(target))
                .findFirst();
        long alike = neighbours.stream().filter(CrossedPulls::isNamedAlike).count();
        String right = target.parent() + "/" + pull.pull().source().leaf();
        if (owner.isPresent()) {
            findings.add(
                    pull.source(),
                    pull.pull().line(),
                    "the pull writes " + pull.pull().source().dataset() + " into " + target + ", the name of what line "
                            + owner.get().pull().line() + " pulls (" + owner.get()
                            + "), so the copies are taken for each other",
                    "write " + right + " if that is meant");
        } else if (alike >= ENOUGH && alike == neighbours.size()) {
            findings.guess(
                    pull.source(),
                    pull.pull().line(),
                    "all " + alike + " others from there keep their names",
                    "the pull writes " + pull.pull().source().dataset() + " into " + target
                            + ", under another name, so the copy is not found under its own",
                    "write " + right + " if that is meant");
        }
    }

    private static boolean isNamedAlike(PullOf pull) {
        return pull.pull().source().leaf().equals(pull.pull().target().leaf());
    }

    /** Another pull from the same place to the same place. */
    private static boolean isNeighbour(PullOf one, PullOf other) {
        return !one.equals(other)
                && one.readsWhere(other)
                && one.pull().source().parent().equals(other.pull().source().parent())
                && one.pull().target().parent().equals(other.pull().target().parent());
    }
}
