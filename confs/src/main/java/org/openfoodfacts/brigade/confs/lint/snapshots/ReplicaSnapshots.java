package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.HashSet;
import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.snapshots.Replicas.Replica;
import org.openfoodfacts.brigade.confs.sanoid.Policy;

/** Volumes that Proxmox replicates to a node where sanoid takes snapshots of them too (pvesr: a replica belongs to it alone). */
final class ReplicaSnapshots implements Rule {
    private static final RulePage PAGE = new RulePage(
            "replica-takes-snapshots",
            Severity.WARNING,
            "sanoid takes snapshots of a volume that Proxmox replicates to the same node",
            """
            Each replication rolls the volume back to what it brought last, or fails because it has changed. Snapshots of sanoid on the replica \
            are lost or stop the replication.""",
            "",
            new RulePage.Failing("confs/host2/sanoid/sanoid.conf:1", Replicas.EXAMPLE + """
                    --- confs/host2/sanoid/sanoid.conf
                    [tank/pve]
                    recursive = yes
                    """),
            Replicas.EXAMPLE + """
            --- confs/host2/sanoid/sanoid.conf
            [tank/pve]
            recursive = yes
            [tank/pve/subvol-110-disk-0]
            autosnap = no
            autoprune = no
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Replication replication = Replication.of(repository);
        Set<String> said = new HashSet<>();
        for (Replica replica : Replicas.of(repository).all()) {
            replication
                    .policed(replica.to())
                    .ifPresent(there -> there.policies()
                            .of(replica.dataset())
                            .filter(Policy::takesSnapshots)
                            .filter(_ -> said.add(replica.from() + " " + replica.job()))
                            .ifPresent(policy -> report(replica, there, policy, findings)));
        }
    }

    private static void report(Replica replica, Policed there, Policy policy, Findings findings) {
        findings.add(
                there.source(),
                policy.section().line(),
                "[" + policy.section().name() + "] takes snapshots of " + policy.dataset()
                        + ", which Proxmox replicates from " + replica.from() + " (job " + replica.job()
                        + "), so they are rolled back or stop the replication",
                "set autosnap=no and autoprune=no for [" + policy.dataset() + "]");
    }
}
