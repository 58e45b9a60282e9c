package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.Policy;

/** Received datasets whose snapshots nobody destroys; syncoid itself never prunes (its README: "snapshot management with sanoid"). */
final class UnprunedTarget implements Rule {
    private static final RulePage PAGE = new RulePage(
            "pull-target-not-pruned",
            Severity.ERROR,
            "A pull writes into a dataset whose snapshots nobody prunes",
            """
            syncoid brings snapshots and destroys none. Without a policy for the target, with autosnap=no and autoprune=yes, they are kept \
            for good, and the pool fills; --delete-target-snapshots of syncoid 2.2 is right too. A target that a 'no_sanoid_checks' comment \
            names is taken to be meant.""",
            "a received dataset had no retention policy for months, until its pool was full.",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", """
                    --- confs/backup1/sanoid/syncoid-args.conf
                    --no-sync-snap --no-privilege-elevation --recursive backup1operator@10.1.0.9:tank/web tank/copies/web
                    --- confs/backup1/sanoid/sanoid.conf
                    [tank/home]
                    recursive = yes
                    """),
            """
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation --recursive backup1operator@10.1.0.9:tank/web tank/copies/web
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            process_children_only = yes
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
            if (!pull.pull().target().isRemote() && !pull.pull().has("delete-target-snapshots")) {
                replication
                        .policed(pull.puller())
                        .ifPresentOrElse(here -> judge(pull, here, findings), () -> unknown(pull, findings));
            }
        }
    }

    private static void unknown(PullOf pull, Findings findings) {
        findings.guess(
                pull.source(),
                pull.pull().line(),
                "no sanoid.conf in the repository means none on the machine",
                "the pull writes into " + pull.target() + ", and " + pull.puller()
                        + " has no sanoid.conf to prune it, so its pool fills",
                "add " + pull.puller() + "'s sanoid.conf, with a policy for " + pull.target());
    }

    private static void judge(PullOf pull, Policed here, Findings findings) {
        String target = pull.target();
        Optional<Policy> own = here.policies().of(target);
        boolean meant = here.file().isUnchecked(target);
        if (own.isEmpty() && !meant && (pull.pull().bringsParent() || !hasBelow(here, target))) {
            findings.add(
                    pull.source(),
                    pull.pull().line(),
                    "the pull writes into " + target
                            + ", for which sanoid.conf has no policy, so nobody prunes its snapshots and the pool fills",
                    "give [" + target + "] a policy with autosnap=no and autoprune=yes");
        } else if (own.isPresent() && !meant) {
            judge(pull, here, own.get(), findings);
        }
    }

    private static void judge(PullOf pull, Policed here, Policy own, Findings findings) {
        String target = pull.target();
        if (!own.isOn("autoprune")) {
            findings.add(
                    Severity.WARNING,
                    pull.source(),
                    pull.pull().line(),
                    "the pull writes into " + target + ", whose policy does not prune (autoprune="
                            + own.setting("autoprune").value().strip()
                            + "), so its snapshots stay for good and the pool fills",
                    "set autoprune=yes for [" + own.section().name() + "]");
        } else if (!pull.pull().isRecursive() && !own.prunes()) {
            findings.add(
                    Severity.WARNING,
                    pull.source(),
                    pull.pull().line(),
                    "the pull writes into " + target
                            + " alone, whose policy is for its children only, so its snapshots stay"
                            + " for good and the pool fills",
                    "set process_children_only=no for [" + own.section().name() + "]");
        } else if (pull.pull().isRecursive() && !hasBelow(here, target)) {
            findings.guess(
                    pull.source(),
                    pull.pull().line(),
                    "--recursive is there because " + pull.pull().source().dataset() + " has children",
                    "the policy of " + target
                            + " is not for what --recursive brings below it, so nobody prunes that and the pool fills",
                    "set recursive=yes for [" + own.section().name() + "]");
        }
    }

    /** Something below has a policy: by recursion, or one of its own. */
    private static boolean hasBelow(Policed here, String target) {
        return here.policies().of(target + "/any").isPresent()
                || here.file().datasets().stream().anyMatch(s -> s.dataset().startsWith(target + "/"));
    }
}
