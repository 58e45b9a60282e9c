package org.openfoodfacts.brigade.contracts.events;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Required;

/** What happened to datasets and snapshots. {@code snapshot} is the name behind the {@code @}. */
public sealed interface ZfsEvent extends Event {

    record SnapshotTaken(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String guid,
            String reason,
            Instant expiresAt,
            UUID commandId)
            implements ZfsEvent {}

    record SnapshotFailed(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String detail,
            UUID commandId) implements ZfsEvent {}

    record SnapshotDestroyed(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String reason,
            long freedBytes,
            UUID commandId)
            implements ZfsEvent {}

    record SnapshotDestroyFailed(
            @Required String node,
            @Required String dataset,
            @Required String snapshot,
            String detail,
            UUID commandId) implements ZfsEvent {}

    /** A managed dataset's snapshots are not taken or not destroyed as its policy says, since {@code at}; told once until it is over. */
    record PolicyFailed(
            @Required String node,
            @Required String dataset,
            @Required Instant at,
            @Required String problem) implements ZfsEvent {}

    record PolicyRecovered(
            @Required String node,
            @Required String dataset,
            @Required Instant at) implements ZfsEvent {}

    /**
     * A copy is in another state than before. {@code before} and {@code after} are as {@code GET pairs} names them; {@code before} is null
     * when the pair was never seen before, {@code after} when it is no longer declared. {@code declared} is the file and line that asks for
     * the copy.
     */
    record PairChanged(
            @Required Place source,
            @Required Place copy,
            String before,
            String after,
            @Required Instant since,
            Lag lag,
            @Required String declared)
            implements ZfsEvent {}

    /** {@code node} is null for a host that no declared node is. */
    record Place(String node, @Required String dataset) {}

    /** {@code age} is how old the newest common snapshot is, {@code goal} how old it may be; the first two are null without a common one. */
    record Lag(Duration age, String snapshot, @Required Duration goal) {}
}
