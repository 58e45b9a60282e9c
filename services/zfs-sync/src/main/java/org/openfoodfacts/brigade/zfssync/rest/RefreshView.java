package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Moment;
import org.openfoodfacts.brigade.zfssync.domain.Refresh;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.RefreshState;
import org.openfoodfacts.brigade.zfssync.domain.RefreshStep;
import org.openfoodfacts.brigade.zfssync.domain.RefreshTrouble;

/**
 * A refresh of staging clones. {@code snapshot} and {@code moment} are what the clones show afterwards, null when no moment was found; {@code inPlace} which clones have the names
 * now.
 */
public record RefreshView(
        UUID id,
        String clones,
        String node,
        RefreshState state,
        String snapshot,
        Instant moment,
        @JsonUnwrapped AskedFor asked,
        InPlace inPlace,
        @JsonUnwrapped Stopped stopped,
        @JsonUnwrapped Trouble trouble,
        @JsonUnwrapped Standing standing) {

    public enum InPlace {
        OLD,
        FRESH
    }

    /** {@code askedBy} is null when the schedule asked. */
    public record AskedFor(String askedBy, Instant askedAt) {}

    /** {@code away} is how long consumers were stopped, null until all of them run again; {@code down} could not be started, as {@code node/unit}. */
    public record Stopped(Duration away, List<String> down) {
        public Stopped {
            down = List.copyOf(down);
        }
    }

    /** {@code failedStep}, {@code reason} and {@code problem} are of the first thing that failed; {@code left} what could not be destroyed. */
    public record Trouble(RefreshStep failedStep, String reason, String problem, String left) {}

    /** {@code step} and {@code commandId} are what is under way; null once it has ended. */
    public record Standing(RefreshStep step, UUID commandId, Instant endedAt) {}

    static RefreshView of(Refresh refresh) {
        Refresh.Progress progress = refresh.progress();
        RefreshTrouble trouble = progress.trouble();
        Refresh.Away away = progress.away();
        Optional<Moment> moment = Optional.ofNullable(refresh.plan().moment());
        return new RefreshView(
                refresh.id(),
                refresh.set().name(),
                refresh.set().node(),
                RefreshState.of(refresh.phase()),
                moment.map(Moment::snapshot).orElse(null),
                moment.map(Moment::at).orElse(null),
                new AskedFor(refresh.asked().by(), refresh.asked().at()),
                progress.swapped() ? InPlace.FRESH : InPlace.OLD,
                new Stopped(away.until() == null ? null : away.duration(), trouble.down()),
                new Trouble(trouble.step(), trouble.reason(), trouble.detail(), trouble.left()),
                switch (refresh.phase()) {
                    case Acting acting -> new Standing(acting.step(), acting.commandId(), null);
                    case Done done -> new Standing(null, null, done.at());
                    case Failed failed -> new Standing(null, null, failed.at());
                });
    }
}
