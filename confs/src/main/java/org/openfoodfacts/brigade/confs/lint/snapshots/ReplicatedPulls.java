package org.openfoodfacts.brigade.confs.lint.snapshots;

import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.snapshots.Replicas.Replica;

/** Pulls into the very dataset that Proxmox replicates to; it receives with -F on top of its own last snapshot (PVE::Storage::ZFSPoolPlugin). */
final class ReplicatedPulls implements Rule {
    private static final String FILES = Replicas.EXAMPLE + """
            --- confs/host2/sanoid/sanoid.conf
            [tank]
            recursive = yes
            autosnap = no
            --- confs/host1/sanoid/sanoid.conf
            [tank]
            recursive = yes
            --- confs/host2/sanoid/syncoid-args.conf
            --no-sync-snap --no-privilege-elevation --recursive host2operator@10.1.0.9:tank/pve tank/%s
            """;
    private static final RulePage PAGE = new RulePage(
            "pull-into-replica",
            Severity.ERROR,
            "A pull writes into a dataset that Proxmox replicates to",
            """
            Each of the two rolls the dataset back to its own last snapshot and destroys what the other one brought: one of them fails on every \
            run, and a guest that is started from the replica may have old data.""",
            "",
            new RulePage.Failing("confs/host2/sanoid/syncoid-args.conf:1", FILES.formatted("pve")),
            FILES.formatted("host1-pve"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replicas replicas = Replicas.of(repository);
        for (PullOf pull : Replication.of(repository).pulls()) {
            replicas.to(pull.puller()).stream()
                    .filter(replica -> writes(pull, replica))
                    .findFirst()
                    .ifPresent(replica -> report(pull, replica, findings));
        }
    }

    private static void report(PullOf pull, Replica replica, Findings findings) {
        findings.add(
                pull.source(),
                pull.pull().line(),
                "the pull writes into " + replica.dataset() + ", to which Proxmox replicates from " + replica.from()
                        + " (job " + replica.job() + "), so each of them destroys what the other one brings",
                "pull into a dataset of its own, or remove one of the two");
    }

    /** Its target is the replica; or lies above it, and the replica's own dataset below the source is brought there. */
    private static boolean writes(PullOf pull, Replica replica) {
        String target = pull.target();
        if (pull.pull().target().isRemote()) {
            return false;
        }
        if (target.equals(replica.dataset())) {
            return pull.pull().bringsParent();
        }
        String source = pull.pull().source().dataset();
        return pull.pull().isRecursive()
                && replica.dataset().startsWith(target + "/")
                && replica.dataset().equals(source + replica.dataset().substring(target.length()))
                && !Exclusions.of(pull.pull()).mayLeaveOut(replica.dataset());
    }
}
