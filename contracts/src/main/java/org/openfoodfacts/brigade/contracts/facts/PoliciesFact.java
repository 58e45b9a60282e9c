package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * What came of following the {@code FollowPolicies} order of this generation, last at {@code ranAt}. {@code problem} is what kept the agent
 * from looking at any dataset; null when it could.
 */
public record PoliciesFact(long generation, Instant ranAt, List<PolicyRun> runs, String problem) implements Fact {
    public PoliciesFact {
        runs = Copies.of(runs);
    }

    /**
     * One dataset's last run: the names {@code taken}, how many were {@code destroyed}, how many are past their time and stay because
     * something needs them ({@code spared}) or because it is not their turn yet ({@code waiting}). {@code problem} null when all went well.
     */
    public record PolicyRun(
            @Required String dataset, List<String> taken, int destroyed, int spared, int waiting, String problem) {
        public PolicyRun {
            taken = Copies.of(taken);
        }
    }
}
