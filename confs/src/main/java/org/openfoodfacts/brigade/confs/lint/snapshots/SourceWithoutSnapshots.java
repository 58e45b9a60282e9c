package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Pulls with --no-sync-snap of a dataset that has no snapshots: syncoid then sends the newest there is, or nothing. */
final class SourceWithoutSnapshots implements Rule {
    private static final RulePage PAGE = new RulePage(
            "pull-source-without-snapshots",
            Severity.WARNING,
            "A pull of a dataset of which nobody takes snapshots",
            """
            With --no-sync-snap syncoid only sends snapshots that are there. Without a policy at the source that takes some, the copy stays what it \
            was on the first day, or never begins.""",
            "",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/wbe tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    hourly = 36
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            autosnap = no
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            hourly = 36
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        for (PullOf pull : replication.pulls()) {
            if (pull.pull().has("no-sync-snap")) {
                replication
                        .origin(pull)
                        .filter(origin -> !hasSnapshots(replication, origin, pull))
                        .ifPresent(origin -> report(pull, origin, findings));
            }
        }
    }

    private static boolean hasSnapshots(Replication replication, Origin origin, PullOf pull) {
        String source = pull.pull().source().dataset();
        Stream<String> own = Stream.of(source, source + "/any");
        Stream<String> below = origin.policed().file().datasets().stream()
                .map(Section::dataset)
                .filter(dataset -> dataset.startsWith(source + "/"));
        return Stream.concat(own, below)
                        .flatMap(dataset -> origin.policed().policies().of(dataset).stream())
                        .anyMatch(Policy::takesSnapshots)
                || replication.isReceived(origin.folder(), source);
    }

    private static void report(PullOf pull, Origin origin, Findings findings) {
        String source = pull.pull().source().dataset();
        List<String> known = origin.policed().file().datasets().stream()
                .map(Section::dataset)
                .toList();
        boolean policy = origin.policed().policies().of(source).isPresent();
        origin.report(
                findings,
                pull.source(),
                pull.pull().line(),
                "the pull brings snapshots of " + source + ", of which " + origin.folder()
                        + (policy ? " takes none" : " has no policy") + ", so the copy stays as old as it is",
                DidYouMean.among(source, known)
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("give it a policy with autosnap=yes in "
                                + origin.policed().source().name()));
    }
}
