package org.openfoodfacts.brigade.contracts.orders;

import org.openfoodfacts.brigade.contracts.Message;

/** What a machine should be. State: the newest order per kind is the whole truth, and the agent follows it without Kafka too. */
public sealed interface Order extends Message permits EnforceBans, FollowPolicies, ObserveNode {

    /** Grows with every change; the agent's report and facts name the generation they speak of. */
    long generation();
}
