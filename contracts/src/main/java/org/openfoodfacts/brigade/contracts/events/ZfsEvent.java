package org.openfoodfacts.brigade.contracts.events;

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
}
