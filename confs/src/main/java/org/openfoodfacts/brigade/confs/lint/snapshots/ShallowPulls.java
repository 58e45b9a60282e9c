package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
import java.util.function.Predicate;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;

/** Pulls without --recursive of a dataset whose children carry the data: policies of their own, or bind mounts say that there are some. */
final class ShallowPulls implements Rule {
    private static final RulePage PAGE = new RulePage(
            "pull-not-recursive",
            Severity.WARNING,
            "A pull of one dataset leaves out the children that carry its data",
            "Without --recursive syncoid sends the dataset itself and nothing below it. The copy looks complete and is an almost empty parent.",
            "",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    autosnap = no
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    hourly = 36
                    [tank/web/images]
                    hourly = 36
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web tank/copies/web
            --no-sync-snap --no-privilege-elevation backup1operator@web1:tank/web/images tank/copies/web/images
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            autosnap = no
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            hourly = 36
            [tank/web/images]
            hourly = 36
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        Mounts mounts = Mounts.of(repository);
        for (PullOf pull : replication.pulls()) {
            if (!pull.pull().isRecursive()) {
                replication.origin(pull).ifPresent(origin -> judge(mounts, replication, pull, origin, findings));
            }
        }
    }

    private static void judge(Mounts mounts, Replication replication, PullOf pull, Origin origin, Findings findings) {
        String source = pull.pull().source().dataset();
        Predicate<String> leftOut = dataset -> dataset.startsWith(source + "/")
                && origin.policed().policies().of(dataset).isPresent()
                && !replication.isPulled(pull.puller(), pull.pull().source().host(), dataset);
        Optional<String> policied = origin.policed().file().datasets().stream()
                .map(Section::dataset)
                .filter(leftOut)
                .findFirst();
        String remedy = "add --recursive, or a line for each child that matters";
        if (policied.isPresent()) {
            origin.report(
                    findings,
                    pull.source(),
                    pull.pull().line(),
                    "the pull of " + source + " is not recursive, and nothing pulls " + policied.get()
                            + ", which has a policy at " + origin.folder() + ", so it has no copy here",
                    remedy);
            return;
        }
        mounts.of(origin.folder()).stream()
                .filter(leftOut)
                .findFirst()
                .ifPresent(child -> findings.guess(
                        pull.source(),
                        pull.pull().line(),
                        child + ", which a guest of " + origin.folder() + " uses, is a dataset",
                        "the pull of " + source + " is not recursive, and nothing pulls " + child
                                + ", so it has no copy here",
                        remedy));
    }
}
