package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.snapshots.Replicas.Replica;
import org.openfoodfacts.brigade.confs.sanoid.Policy;

/**
 * Pulls of volumes that Proxmox replicates too: syncoid sends all snapshots in between ({@code -I}), also {@code @__replicate_…}, and sanoid
 * prunes only those it named itself. A hook at the target, or --exclude-snaps of syncoid 2.2, is taken to be for them.
 */
final class ReplicationLeftovers implements Rule {
    private static final String FILES = Replicas.EXAMPLE + """
            --- confs/host1/sanoid/sanoid.conf
            [tank]
            recursive = yes
            --- confs/backup1/sanoid/sanoid.conf
            [tank/copies]
            recursive = yes
            autosnap = no
            --- confs/backup1/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation --recursive %sbackup1operator@host1:tank/pve tank/copies/pve
            """;
    private static final RulePage PAGE = new RulePage(
            "pull-brings-replication-snapshots",
            Severity.WARNING,
            "A pull brings the snapshots of Proxmox's replication, which nobody prunes there",
            """
            Proxmox destroys its @__replicate_ snapshot at the source with the next run. The copy keeps every one that was there when it was \
            pulled: they are never pruned and hold back space until the pool is full.""",
            "pools filled, among others with stale replication snapshots.",
            new RulePage.Failing("confs/backup1/sanoid/syncoid-args.conf:1", FILES.formatted("")),
            FILES.formatted("--exclude-snaps=^(__replicate_|vzdump) "));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replicas replicas = Replicas.of(repository);
        if (replicas.all().isEmpty()) {
            return;
        }
        Replication replication = Replication.of(repository);
        for (PullOf pull : replication.pulls()) {
            Optional<Origin> origin = replication.origin(pull);
            if (origin.isPresent() && !leavesOut(pull) && !hasHook(replication, pull)) {
                replicas.from(origin.get().folder()).stream()
                        .filter(replica -> replication.covers(pull, replica.dataset()))
                        .findFirst()
                        .ifPresent(replica -> report(pull, replica, origin.get(), findings));
            }
        }
    }

    private static void report(PullOf pull, Replica replica, Origin origin, Findings findings) {
        origin.report(
                findings,
                pull.source(),
                pull.pull().line(),
                "the pull brings " + replica.dataset() + " with the @__replicate_ snapshots of Proxmox's job "
                        + replica.job() + ", which nobody prunes in " + pull.target() + ", so its pool fills",
                "add --exclude-snaps=^__replicate_ (syncoid 2.2), or a pruning_script that destroys them");
    }

    private static boolean leavesOut(PullOf pull) {
        return pull.pull().has("exclude-snaps")
                || pull.pull().has("include-snaps")
                || pull.pull().has("delete-target-snapshots")
                || pull.pull().has("no-stream");
    }

    private static boolean hasHook(Replication replication, PullOf pull) {
        return replication
                .policed(pull.puller())
                .flatMap(here -> here.policies()
                        .of(pull.target() + "/any")
                        .or(() -> here.policies().of(pull.target())))
                .filter(ReplicationLeftovers::hasHook)
                .isPresent();
    }

    private static boolean hasHook(Policy policy) {
        return !policy.setting("pruning_script").value().isBlank()
                || !policy.setting("pre_pruning_script").value().isBlank();
    }
}
