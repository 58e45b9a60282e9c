package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPull;
import org.openfoodfacts.brigade.zfssync.domain.Finding;
import org.openfoodfacts.brigade.zfssync.domain.FindingRecord;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.PairRecord;
import org.openfoodfacts.brigade.zfssync.domain.Transfer;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase;
import org.openfoodfacts.brigade.zfssync.domain.TransferState;

/** {@code finding} is what keeps the copy from being brought up to date, null when nothing does; {@code GET repairs/plans} tells what would mend it. */
public record PairView(
        Pair.Side source,
        Pair.Side target,
        @JsonUnwrapped Standing standing,
        @JsonUnwrapped Lagging lagging,
        Pair.Common common,
        LastTry lastTry,
        FindingView finding,
        DeclaredPull.Origin declared) {

    /**
     * {@code since} is when the state began, null until the next sweep has seen it; {@code lastSuccess} when a newer common snapshot was
     * last seen to come, null before the first.
     */
    public record Standing(Pair.State state, Instant since, Instant lastSuccess) {}

    /**
     * {@code lag} is the age of the newest common snapshot, {@code snapshotsBehind} how many newer ones the source has; both null without a
     * common one. {@code bytesBehind} is what was written to the source since, null when its agent does not tell.
     */
    public record Lagging(Duration lag, Duration goal, Integer snapshotsBehind, Long bytesBehind) {}

    /** The newest transfer of the pair; null when Brigade never tried. {@code reason} is why it failed. */
    public record LastTry(UUID transferId, Instant at, TransferState state, String reason) {
        static LastTry of(Transfer transfer) {
            return transfer == null
                    ? null
                    : new LastTry(
                            transfer.id(),
                            transfer.asked().at(),
                            TransferState.of(transfer.phase()),
                            transfer.phase() instanceof TransferPhase.Failed failed ? failed.reason() : null);
        }
    }

    public record FindingView(Finding.Kind kind, String words, Instant since) {
        static FindingView of(FindingRecord found) {
            return found == null
                    ? null
                    : new FindingView(found.finding().kind(), found.finding().words(), found.since());
        }
    }

    /** What the last sweeps stored of a pair, each null when there is nothing. */
    record Seen(PairRecord state, FindingRecord finding, Transfer latest) {}

    static PairView of(Pair pair, Seen seen, Instant now, Duration goal) {
        Pair.State state = pair.state(now, goal);
        PairRecord stored = seen.state();
        Instant since = stored == null || stored.state() != state ? null : stored.since();
        return new PairView(
                pair.source(),
                pair.target(),
                new Standing(state, since, stored == null ? null : stored.lastSuccess()),
                new Lagging(
                        pair.lag(now),
                        pair.goal(goal),
                        pair.common() == null ? null : pair.behind().snapshots(),
                        pair.source().exists() ? pair.behind().bytes() : null),
                pair.common(),
                LastTry.of(seen.latest()),
                FindingView.of(seen.finding()),
                pair.origin());
    }

    String cursor() {
        return target.node() + "/" + target.dataset() + " " + declared.file() + ":" + declared.line();
    }
}
