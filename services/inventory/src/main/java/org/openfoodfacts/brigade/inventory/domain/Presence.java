package org.openfoodfacts.brigade.inventory.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;

/**
 * Whether a node is there. It is lost once it was silent for three of its own intervals while somebody listened, and returns with its
 * next sign of life; each change makes exactly one event.
 */
public record Presence(
        String node, State state, Instant firstSeen, Instant lastSeen, Instant lostSince, PresenceFact said) {
    private static final int INTERVALS = 3;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    public enum State {
        ONLINE,
        LOST
    }

    /** The new state and what happened. */
    public record Step(Presence next, List<InventoryEvent> events) {
        public Step {
            events = List.copyOf(events);
        }
    }

    public static Step first(String node, PresenceFact said, Instant at) {
        Presence next = new Presence(node, State.ONLINE, at, at, null, said);
        return new Step(next, List.of(new InventoryEvent.NodeFirstSeen(node, at)));
    }

    /** A sign of life made {@code at}; one older than the last changes nothing, and one that is itself too old brings nobody back. */
    public Step seen(PresenceFact newer, Instant at, Instant now) {
        if (at.isBefore(lastSeen)) {
            return new Step(this, List.of());
        }
        Presence alive = new Presence(node, state, firstSeen, at, lostSince, newer);
        if (state == State.ONLINE || !now.isBefore(alive.lostAfter())) {
            return new Step(alive, List.of());
        }
        Presence back = new Presence(node, State.ONLINE, firstSeen, at, null, newer);
        return new Step(back, List.of(new InventoryEvent.NodeReturned(node, lostSince, at)));
    }

    /** Nothing was heard until {@code now}; silence before {@code listeningSince} does not count, for nobody could hear. */
    public Step silent(Instant now, Instant listeningSince) {
        boolean heardNothing = !now.isBefore(lostAfter()) && !now.isBefore(listeningSince.plus(patience()));
        if (state == State.LOST || !heardNothing) {
            return new Step(this, List.of());
        }
        Presence lost = new Presence(node, State.LOST, firstSeen, lastSeen, now, said);
        return new Step(lost, List.of(new InventoryEvent.NodeLost(node, lastSeen)));
    }

    /** When silence makes it lost. */
    public Instant lostAfter() {
        return lastSeen.plus(patience());
    }

    /** The node's own interval, within reason. */
    public Duration interval() {
        Duration own = said.interval() == null ? USUAL : said.interval();
        return own.compareTo(SHORTEST) < 0 ? SHORTEST : own.compareTo(LONGEST) > 0 ? LONGEST : own;
    }

    private Duration patience() {
        return interval().multipliedBy(INTERVALS);
    }
}
