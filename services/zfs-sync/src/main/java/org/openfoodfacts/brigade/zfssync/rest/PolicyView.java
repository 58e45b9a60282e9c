package org.openfoodfacts.brigade.zfssync.rest;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.zfssync.PolicyService.NodeState;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy;

/**
 * One dataset's policy and who keeps to it. {@code objection} says why what is declared cannot be followed; {@code policy} is then what was ordered
 * before, null without that. {@code keepAll} says why nothing is destroyed for now; {@code following} is null for a dataset that is only observed.
 */
public record PolicyView(
        String node,
        String dataset,
        DatasetPolicy.Mode mode,
        Declared declared,
        SnapshotPolicy policy,
        String objection,
        String keepAll,
        Following following) {

    /** The section of the node's sanoid.conf that applies last; {@code line} 0 where none does. */
    public record Declared(String file, int line) {}

    /** {@code followed} null until the agent tells of it; {@code run} is this dataset's part of the agent's last round. */
    public record Following(Long ordered, Long followed, Instant ranAt, PolicyRun run, String problem) {}

    static PolicyView of(NodeState state, DatasetPolicy policy) {
        return new PolicyView(
                policy.place().node(),
                policy.place().dataset(),
                policy.mode(),
                new Declared(policy.place().file(), policy.place().line()),
                policy.policy(),
                policy.objection(),
                policy.keepAll(),
                policy.mode() == DatasetPolicy.Mode.OBSERVE
                        ? null
                        : following(state, policy.place().dataset()));
    }

    private static Following following(NodeState state, String dataset) {
        Long ordered = state.order() == null ? null : state.order().generation();
        PoliciesFact fact = state.run();
        if (fact == null) {
            return new Following(ordered, null, null, null, null);
        }
        PolicyRun run = fact.runs().stream()
                .filter(one -> one.dataset().equals(dataset))
                .findFirst()
                .orElse(null);
        String problem = fact.problem() != null || run == null ? fact.problem() : run.problem();
        return new Following(ordered, fact.generation(), fact.ranAt(), run, problem);
    }

    String cursor() {
        return node + "/" + dataset;
    }
}
