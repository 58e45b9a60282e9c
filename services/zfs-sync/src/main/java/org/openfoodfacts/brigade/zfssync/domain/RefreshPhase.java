package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.UUID;

/** Where a refresh stands. */
public sealed interface RefreshPhase {

    /** The id of the step's command is null until it is sent. */
    record Acting(RefreshStep step, UUID commandId) implements RefreshPhase {}

    record Done(Instant at) implements RefreshPhase {}

    /** Why is in the refresh's progress: it goes on after a failure until everything runs again. */
    record Failed(Instant at) implements RefreshPhase {}
}
