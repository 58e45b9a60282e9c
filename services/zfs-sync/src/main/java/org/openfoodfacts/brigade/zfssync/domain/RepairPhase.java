package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.UUID;

/** Where a repair stands. */
public sealed interface RepairPhase {

    /** The deed that is next is under way; the id of its command is null until it is sent. */
    record Acting(UUID commandId) implements RepairPhase {}

    /** All deeds are done, and the copy is brought up to date like any other. */
    record Done(Instant at) implements RepairPhase {}

    record Failed(Instant at, String reason, String detail) implements RepairPhase {}
}
