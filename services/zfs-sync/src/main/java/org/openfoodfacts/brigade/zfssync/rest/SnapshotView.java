package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot;
import org.openfoodfacts.brigade.zfssync.domain.Fate;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotState;

/** A snapshot by hand as REST shows it; {@code detail} says why it failed or stays. */
public record SnapshotView(
        @JsonUnwrapped Wish wish,
        SnapshotState state,
        String detail,
        String askedBy,
        Instant askedAt,
        UUID commandId,
        List<Taken> snapshots) {
    public SnapshotView {
        snapshots = List.copyOf(snapshots);
    }

    /** {@code name} is the part behind the {@code @}. */
    public record Wish(
            UUID id, String node, String dataset, String name, boolean recursive, String reason, Instant expiresAt) {}

    /** The snapshot on one dataset. {@code state}: waiting, destroying, kept, destroyed or gone. */
    public record Taken(
            String dataset,
            String guid,
            Instant creation,
            String state,
            String detail,
            Instant nextTry,
            Instant endedAt,
            Long freedBytes) {

        static Taken of(ExpiringSnapshot s) {
            return switch (s.fate()) {
                case Fate.Waiting(Instant next, int attempts, String why) ->
                    of(s, "waiting", why, attempts == 0 ? null : next);
                case Fate.Destroying _ -> of(s, "destroying", null, null);
                case Fate.Kept(Instant next, int _, String why) -> of(s, "kept", why, next);
                case Fate.Destroyed(Instant at, long freed) -> ended(s, "destroyed", null, at, freed);
                case Fate.Gone(Instant at, String why) -> ended(s, "gone", why, at, null);
            };
        }

        private static Taken of(ExpiringSnapshot s, String state, String detail, Instant nextTry) {
            var ref = s.ref();
            return new Taken(ref.dataset(), ref.guid(), ref.creation(), state, detail, nextTry, null, null);
        }

        private static Taken ended(ExpiringSnapshot s, String state, String detail, Instant at, Long freed) {
            var ref = s.ref();
            return new Taken(ref.dataset(), ref.guid(), ref.creation(), state, detail, null, at, freed);
        }
    }

    static SnapshotView of(SnapshotRequest r, List<ExpiringSnapshot> snapshots, Instant now) {
        var wish = new Wish(
                r.id(),
                r.node(),
                r.target().dataset(),
                r.target().name(),
                r.target().recursive(),
                r.purpose().reason(),
                r.purpose().expiresAt());
        List<Taken> taken = snapshots.stream().map(Taken::of).toList();
        String detail = r.detail() != null
                ? r.detail()
                : taken.stream()
                        .filter(t -> t.detail() != null && t.endedAt() == null)
                        .map(t -> t.dataset() + ": " + t.detail())
                        .findFirst()
                        .orElse(null);
        SnapshotState state = SnapshotState.of(r, snapshots, now);
        return new SnapshotView(wish, state, detail, r.asked().by(), r.asked().at(), r.commandId(), taken);
    }
}
