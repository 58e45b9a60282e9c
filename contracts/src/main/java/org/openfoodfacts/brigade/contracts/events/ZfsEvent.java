package org.openfoodfacts.brigade.contracts.events;

import java.time.Instant;
import java.util.UUID;

/** What happened to datasets and snapshots. {@code snapshot} is the name behind the {@code @}. */
public sealed interface ZfsEvent extends Event {

    record SnapshotTaken(
            String node, String dataset, String snapshot, String guid, String reason, Instant expiresAt, UUID commandId)
            implements ZfsEvent {}

    record SnapshotFailed(String node, String dataset, String snapshot, String detail, UUID commandId)
            implements ZfsEvent {}

    record SnapshotDestroyed(
            String node, String dataset, String snapshot, String reason, long freedBytes, UUID commandId)
            implements ZfsEvent {}

    record SnapshotDestroyFailed(String node, String dataset, String snapshot, String detail, UUID commandId)
            implements ZfsEvent {}
}
