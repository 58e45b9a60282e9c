package org.openfoodfacts.brigade.agent.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.bus.Messages;
import org.openfoodfacts.brigade.agent.facts.Passed;
import org.openfoodfacts.brigade.agent.observe.PublishedKeys.Vanished;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/**
 * Publishes what is new among the facts of a source, and a tombstone for what that source no longer sees, across restarts too. A fact that
 * comes in parts and did not change is repeated hourly only. Safe for use by many threads.
 */
public final class FactPublisher {
    private static final Duration REPEAT_PARTS = Duration.ofHours(1);

    private final Messages messages;
    private final PublishedKeys keys;
    private final InstantSource clock;
    private final Map<String, Sent> sent = new HashMap<>();

    /** The SHA-256 of the fact's JSON, in hexadecimal, and when it went out. */
    private record Sent(String digest, Instant at) {}

    public FactPublisher(Messages messages, PublishedKeys keys, InstantSource clock) {
        this.messages = messages;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Publishes all facts that a source sees now.
     *
     * @param everything true repeats facts that did not change
     */
    public synchronized void publish(String source, List<Fact> facts, boolean everything) {
        Map<String, String> types = facts.stream()
                .collect(Collectors.toMap(messages::key, f -> EventType.of(f).id(), (one, other) -> one));
        List<Vanished> vanished = keys.replace(source, types);
        for (Fact fact : facts) {
            publish(fact, everything);
        }
        vanished.forEach(this::remove);
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

    private void publish(Fact fact, boolean everything) {
        String key = messages.key(fact);
        String digest = digest(fact);
        Instant now = clock.instant();
        Sent before = sent.get(key);
        boolean same = before != null && before.digest().equals(digest);
        boolean repeat =
                everything && (fact.part().isEmpty() || before == null || Passed.since(before.at(), REPEAT_PARTS, now));
        if (!same || repeat) {
            messages.fact(fact);
            sent.put(key, new Sent(digest, now));
        }
    }

    private static String digest(Fact fact) {
        try {
            byte[] json = Json.mapper().writeValueAsBytes(fact);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(fact.getClass().getSimpleName() + " cannot be written as JSON", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
