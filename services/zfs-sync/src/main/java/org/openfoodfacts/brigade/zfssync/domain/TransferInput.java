package org.openfoodfacts.brigade.zfssync.domain;

import java.util.UUID;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;

/** What can happen to a {@link Transfer}. */
public sealed interface TransferInput {
    /**
     * It is its turn; this is what both ends hold by the newest facts, and the way between them. {@code hadCopy}: there was a common snapshot
     * before; {@code renamed} is the dataset that seems to be the copy under another name, null without one. {@code room} is what the target's pool
     * may still take, null when that is not known. {@code poolShown}: the facts show the root of that pool.
     */
    record Look(
            DatasetState source,
            DatasetState target,
            boolean hadCopy,
            String renamed,
            Transport transport,
            Room room,
            boolean poolShown)
            implements TransferInput {}

    /** It is its turn, and nobody knows what is at one of its ends, for this reason. */
    record NotTold(String why) implements TransferInput {}

    /** No file declares the pair any more; with a recursive line, because the source is gone from its pool and there is no copy. */
    record NotDeclared() implements TransferInput {}

    /** {@code guid} is the target's newest snapshot now; {@code holdProblem} is what the source said against its holds, null when nothing. */
    record Pulled(UUID commandId, String guid, long bytes, String holdProblem) implements TransferInput {}

    /** {@code reason} is that of the report, or what became of the command without one. */
    record NotPulled(UUID commandId, String reason, String detail) implements TransferInput {}

    record CancelAsked(String by) implements TransferInput {}

    /**
     * Somebody waits for it, or what was in its way is gone: it need not pause after what failed before, and may do what {@code by} may ask for. Of
     * one that somebody else is ending it is {@code by} who is heard, unless nobody asks.
     */
    record Hurried(String by) implements TransferInput {}

    /** No transfer will tell that what failed before is over, and it is. */
    record Over() implements TransferInput {}
}
