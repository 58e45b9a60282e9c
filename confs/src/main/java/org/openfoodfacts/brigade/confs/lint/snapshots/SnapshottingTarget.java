package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

/** Received datasets that are given snapshots of their own; sanoid's wiki asks for autosnap=no on them. */
final class SnapshottingTarget implements Rule {
    private static final RulePage PAGE = new RulePage(
            "pull-target-takes-snapshots",
            Severity.ERROR,
            "A pull writes into a dataset of which snapshots are taken on the same machine",
            """
            Own snapshots on a received dataset have the names of those that come from the source, so the next receive fails or rolls them back. \
            And they are always fresh: a check that looks at the newest snapshot stays silent when the pull has stopped for days.""",
            "a target stalled for nine days before anybody saw it.",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation --recursive backup1operator@10.1.0.9:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/copies]
                    recursive = yes
                    hourly = 36
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation --recursive backup1operator@10.1.0.9:tank/web tank/copies/web
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            hourly = 36
            autosnap = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        for (PullOf pull : replication.pulls()) {
            if (!pull.pull().target().isRemote()) {
                replication.policed(pull.puller()).ifPresent(here -> check(pull, here, findings));
            }
        }
    }

    private static void check(PullOf pull, Policed here, Findings findings) {
        policies(pull, here)
                .filter(Policy::takesSnapshots)
                .findFirst()
                .ifPresentOrElse(
                        policy -> report(pull, policy, findings),
                        () -> below(pull, here).ifPresent(policy -> guess(pull, policy, findings)));
    }

    /** A section of its own for what a recursive pull brings below its target. */
    private static Optional<Policy> below(PullOf pull, Policed here) {
        Exclusions exclusions = Exclusions.of(pull.pull());
        String source = pull.pull().source().dataset();
        return here.file().datasets().stream()
                .map(Section::dataset)
                .filter(dataset -> pull.pull().isRecursive() && dataset.startsWith(pull.target() + "/"))
                .filter(dataset -> !exclusions.mayLeaveOut(
                        source + dataset.substring(pull.target().length())))
                .flatMap(dataset -> here.policies().of(dataset).stream())
                .filter(Policy::takesSnapshots)
                .findFirst();
    }

    private static void guess(PullOf pull, Policy policy, Findings findings) {
        findings.guess(
                pull.source(),
                pull.pull().line(),
                "the source has it too",
                "the recursive pull writes into " + policy.dataset() + " as well, where ["
                        + policy.section().name()
                        + "] takes snapshots, so receiving fails or rolls back, and a pull that has stopped is not seen",
                "set autosnap=no for [" + policy.section().name() + "]");
    }

    private static Stream<Policy> policies(PullOf pull, Policed here) {
        Stream<String> datasets = Stream.concat(
                pull.pull().bringsParent() ? Stream.of(pull.target()) : Stream.of(),
                pull.pull().isRecursive() ? Stream.of(pull.target() + "/any") : Stream.of());
        return datasets.flatMap(dataset -> here.policies().of(dataset).stream());
    }

    private static void report(PullOf pull, Policy policy, Findings findings) {
        Setting autosnap = policy.setting("autosnap");
        String where = autosnap.line() == 0
                ? "by default"
                : "by line " + autosnap.line() + " of sanoid.conf, autosnap='" + autosnap.value() + "'";
        findings.add(
                pull.source(),
                pull.pull().line(),
                "the pull writes into " + pull.target() + ", where ["
                        + policy.section().name() + "] takes snapshots too (" + where
                        + "), so receiving fails or rolls back, and a pull that has stopped is not seen",
                "set autosnap=no for [" + policy.section().name() + "], with nothing behind the word");
    }
}
