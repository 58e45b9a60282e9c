package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;

/**
 * One taken snapshot on one dataset, until it is gone. It is destroyed by name and guid after its end, never while the newest facts show
 * a hold or a clone on it, and with at most one destroy command under way.
 */
public record ExpiringSnapshot(UUID requestId, String node, Ref ref, Purpose purpose, Fate fate) {
    static final Duration SECOND_LOOK = Duration.ofMinutes(1);
    static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final String AWAY = "neither its dataset nor its pool is there";

    public record Ref(String dataset, String name, String guid, Instant creation) {
        public String fullName() {
            return dataset + "@" + name;
        }
    }

    /** What can happen to it. */
    public sealed interface Input {
        /** Time has passed; this is what the facts show now. {@code dataset} is what its dataset is called by now. */
        record Look(Sighting sighting, String dataset) implements Input {}

        record DestroyDone(UUID commandId, long freedBytes) implements Input {}

        /** {@code refused}: the node began nothing, because its own check found an obstacle. */
        record DestroyFailed(UUID commandId, boolean refused, String why) implements Input {}
    }

    /** What follows: the snapshot's new state, a command for its node or null, and events. */
    public record Step(ExpiringSnapshot next, DestroySnapshots command, List<ZfsEvent> events) {
        public Step {
            events = List.copyOf(events);
        }
    }

    public Step step(Input input, Instant now) {
        if (fate.isEnd()) {
            return stay();
        }
        return switch (input) {
            case Input.Look look -> isDue(now) ? looked(look, now) : stay();
            case Input.DestroyDone done -> destroyed(done, now);
            case Input.DestroyFailed failed -> failed(failed, now);
        };
    }

    /** The command of the last step is on its way. */
    public ExpiringSnapshot sent(UUID commandId) {
        return in(new Fate.Destroying(commandId, attempts() + 1, told()));
    }

    private boolean isDue(Instant now) {
        Instant notBefore = switch (fate) {
            case Fate.Waiting waiting -> waiting.notBefore();
            case Fate.Kept kept -> kept.notBefore();
            case Fate.Destroying _, Fate.Destroyed _, Fate.Gone _ -> Instant.MAX;
        };
        return !now.isBefore(purpose.expiresAt()) && !now.isBefore(notBefore);
    }

    private Step looked(Input.Look look, Instant now) {
        return switch (look.sighting()) {
            case Sighting.Present(String obstacle) when obstacle != null -> kept(obstacle, now.plus(SECOND_LOOK), null);
            case Sighting.Absent _ -> gone("it was no longer there under this name", now);
            case Sighting.Replaced _ -> gone("another snapshot bears its name now", now);
            case Sighting.Away _ ->
                new Step(in(new Fate.Waiting(now.plus(backoff()), attempts() + 1, AWAY)), null, List.of());
            case Sighting.Present _, Sighting.Unknown _ ->
                new Step(
                        this,
                        new DestroySnapshots(
                                look.dataset(), List.of(new SnapshotRef(ref.name(), ref.guid())), purpose.reason()),
                        List.of());
        };
    }

    private Step destroyed(Input.DestroyDone done, Instant now) {
        var event = new ZfsEvent.SnapshotDestroyed(
                node, ref.dataset(), ref.name(), purpose.reason(), done.freedBytes(), done.commandId());
        return new Step(in(new Fate.Destroyed(now, done.freedBytes())), null, List.of(event));
    }

    /** Only the end of the command that is under way counts; that of one given up earlier is old news. */
    private Step failed(Input.DestroyFailed failed, Instant now) {
        if (!(fate instanceof Fate.Destroying destroying)
                || !destroying.commandId().equals(failed.commandId())) {
            return stay();
        }
        Instant next = now.plus(backoff());
        return failed.refused()
                ? kept(failed.why(), next, failed.commandId())
                : notYet(new Fate.Waiting(next, attempts(), failed.why()), failed.why(), failed.commandId());
    }

    private Step kept(String why, Instant notBefore, UUID commandId) {
        return notYet(new Fate.Kept(notBefore, attempts(), why), why, commandId);
    }

    /** Told once per reason, not at every look or try. */
    private Step notYet(Fate next, String why, UUID commandId) {
        return new Step(in(next), null, why.equals(told()) ? List.of() : List.of(notDestroyed(why, commandId)));
    }

    private String told() {
        return switch (fate) {
            case Fate.Waiting waiting -> waiting.why();
            case Fate.Destroying destroying -> destroying.told();
            case Fate.Kept kept -> kept.why();
            case Fate.Destroyed _, Fate.Gone _ -> null;
        };
    }

    private Step gone(String why, Instant now) {
        return new Step(in(new Fate.Gone(now, why)), null, List.of());
    }

    private Step stay() {
        return new Step(this, null, List.of());
    }

    private ZfsEvent notDestroyed(String why, UUID commandId) {
        return new ZfsEvent.SnapshotDestroyFailed(node, ref.dataset(), ref.name(), why, commandId);
    }

    private Duration backoff() {
        Duration doubled = SECOND_LOOK.multipliedBy(1L << Math.clamp(attempts() - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
    }

    private int attempts() {
        return switch (fate) {
            case Fate.Waiting waiting -> waiting.attempts();
            case Fate.Destroying destroying -> destroying.attempts();
            case Fate.Kept kept -> kept.attempts();
            case Fate.Destroyed _, Fate.Gone _ -> 0;
        };
    }

    private ExpiringSnapshot in(Fate next) {
        return new ExpiringSnapshot(requestId, node, ref, purpose, next);
    }
}
