package org.openfoodfacts.brigade.agent.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.bus.KafkaSettings;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.facts.Passed;
import org.openfoodfacts.brigade.agent.observe.PublishedKeys.Vanished;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/**
 * Publishes what is new among the facts of a source, and a tombstone for what that source no longer sees, across restarts too. A fact that
 * comes in parts and did not change is repeated hourly only. Safe for use by many threads.
 */
public final class FactPublisher {
    private static final Logger LOG = Logger.getLogger(FactPublisher.class.getName());
    private static final Duration REPEAT_PARTS = Duration.ofHours(1);

    private final Messages messages;
    private final PublishedKeys keys;
    private final InstantSource clock;
    private final Map<String, Sent> sent = new HashMap<>();
    private final Set<String> tooLarge = new HashSet<>();

    /** A fact that fits into a record. */
    private record Fitting(Fact fact, String key, String digest) {}

    /** The SHA-256 of the fact's JSON, in hexadecimal, and when it went out. */
    private record Sent(String digest, Instant at) {}

    public FactPublisher(Messages messages, PublishedKeys keys, InstantSource clock) {
        this.messages = messages;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Publishes all facts that a source sees now. One that no record can hold goes as if it were not seen: what was told of it before would be
     * believed for ever.
     *
     * @param everything true repeats facts that did not change
     */
    public synchronized void publish(String source, List<Fact> facts, boolean everything) {
        List<Fitting> fitting = facts.stream().flatMap(this::fitting).toList();
        Map<String, String> types = fitting.stream()
                .collect(Collectors.toMap(
                        Fitting::key, one -> EventType.of(one.fact()).id(), (one, other) -> one));
        List<Vanished> vanished = keys.replace(source, types);
        fitting.forEach(one -> publish(one, everything));
        vanished.forEach(this::remove);
    }

    private Stream<Fitting> fitting(Fact fact) {
        String key = messages.key(fact);
        JsonDigest json = JsonDigest.of(fact);
        if (json.bytes() <= KafkaSettings.LARGEST_BODY) {
            tooLarge.remove(key);
            return Stream.of(new Fitting(fact, key, json.sha256()));
        }
        if (tooLarge.add(key)) {
            LOG.severe("the fact " + key + " has " + json.bytes() + " bytes, more than a record may have ("
                    + KafkaSettings.LARGEST_BODY + "): it is told as not seen");
        }
        return Stream.empty();
    }

    private void remove(Vanished vanished) {
        sent.remove(vanished.key());
        messages.gone(vanished.key(), vanished.type(), () -> keys.confirmed(vanished));
    }

    /** At start: removes what sources published that this agent no longer has, and again what Kafka may not know to be gone. */
    public synchronized void keepOnly(Set<String> sources) {
        keys.vanished().forEach(this::remove);
        for (String source : keys.sources()) {
            if (!sources.contains(source)) {
                publish(source, List.of(), false);
            }
        }
    }

    private void publish(Fitting fitting, boolean everything) {
        Instant now = clock.instant();
        Sent before = sent.get(fitting.key());
        boolean same = before != null && before.digest().equals(fitting.digest());
        boolean repeat = everything
                && (fitting.fact().part().isEmpty() || before == null || Passed.since(before.at(), REPEAT_PARTS, now));
        if (!same || repeat) {
            messages.fact(fitting.fact());
            sent.put(fitting.key(), new Sent(fitting.digest(), now));
        }
    }
}
