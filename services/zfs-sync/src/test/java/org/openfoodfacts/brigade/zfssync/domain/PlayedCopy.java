package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;

/** A dataset and its copy: snapshot n has the guid n. What the facts show of the copy may be old. */
final class PlayedCopy {
    private static final Transport LOCAL = new Transport(null, 0, null, false);

    private final Random random;
    private final long written;
    private final Transport transport;
    int source = 1;
    private int copy;
    private String token;
    private int seen;
    private String seenToken;

    PlayedCopy(Random random) {
        this.random = random;
        this.transport = random.nextInt(3) == 0 ? LOCAL.limitedTo(5 << 20) : LOCAL;
        this.written = random.nextInt(3) == 0 ? PullBatches.SMALL_BYTES : 4096;
    }

    void tell() {
        seen = copy;
        seenToken = token;
    }

    boolean isLimited() {
        return transport.bytesPerSecond() > 0;
    }

    boolean isThere() {
        return copy > 0;
    }

    /** Whether the facts have what it waits for. */
    boolean shows(Transfer transfer) {
        return transfer.phase() instanceof Queued queued
                && queued.expected() != null
                && Integer.parseInt(queued.expected()) <= seen;
    }

    Pair asPair(Pair.Key key, Instant now) {
        Instant newest = seen == 0 ? null : Instant.EPOCH.plusSeconds(seen);
        return new Pair(
                new Pair.Side(key.sourceNode(), key.source(), true, now, now),
                new Pair.Side(key.node(), key.target(), seen > 0, newest, now),
                new DeclaredPull.Origin(key.node(), "f", 1),
                newest == null ? null : new Pair.Common("s" + seen, Integer.toString(seen), newest),
                new Pair.Behind(source - seen, 1L, false),
                new CopyTerms(null, 0, null, CopyTerms.NONE.priority()),
                false);
    }

    TransferInput look() {
        return new TransferInput.Look(
                TransferSample.state(source, null, written),
                TransferSample.state(seen, seenToken, written),
                false,
                null,
                transport,
                null,
                true);
    }

    /** How it ends on the machine. */
    TransferInput receive(UUID command, boolean parentIsThere, boolean calm) {
        if (!parentIsThere) {
            return new TransferInput.NotPulled(command, "UNEXPECTED", "parent does not exist");
        }
        return switch (calm ? 9 : random.nextInt(8)) {
            case 0 -> new TransferInput.NotPulled(command, "UNREACHABLE", "no route");
            case 1 -> cut(command);
            case 2 ->
                new TransferInput.NotPulled(
                        command, token == null ? "PRECONDITION" : "RESUME_TOKEN_DEAD", "another step");
            default -> brought(command);
        };
    }

    private TransferInput cut(UUID command) {
        token = "1-a-b-c";
        return new TransferInput.NotPulled(command, "UNREACHABLE", "cut");
    }

    private TransferInput brought(UUID command) {
        token = null;
        copy = source;
        return new TransferInput.Pulled(command, Integer.toString(copy), 10, null);
    }
}
