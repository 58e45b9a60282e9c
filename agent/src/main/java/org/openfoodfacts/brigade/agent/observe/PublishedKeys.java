package org.openfoodfacts.brigade.agent.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.files.PrivateFile;
import org.openfoodfacts.brigade.contracts.Json;

/**
 * Which fact keys each source has on the topic (key → type), on disk before they are published, so that what vanishes while the agent is
 * down gets its tombstone too. What vanished stays there until Kafka has its tombstone.
 */
public final class PublishedKeys {
    private static final Logger LOG = Logger.getLogger(PublishedKeys.class.getName());
    /** In the file what vanished stands as one more source. An agent that knows no such source would remove what it published. */
    private static final String VANISHED = "vanished";

    private static final TypeReference<TreeMap<String, Map<String, String>>> SHAPE = new TypeReference<>() {};

    private final Path file;
    private final Map<String, Map<String, String>> bySource;
    private final Map<String, Vanished> vanished = new ConcurrentHashMap<>();
    private long number;
    private volatile boolean outdated;

    /** A key that no source has any more. {@code number} tells it from the same key that came back and vanished again. */
    record Vanished(String key, String type, long number) {}

    private PublishedKeys(Path file, Map<String, Map<String, String>> bySource) {
        this.file = file;
        this.bySource = bySource;
        Map<String, String> before = bySource.remove(VANISHED);
        if (before != null) {
            before.forEach(this::vanish);
        }
    }

    /** A file that cannot be read counts as empty; at worst a fact that vanished meanwhile stays. */
    public static PublishedKeys open(Path file) {
        if (Files.exists(file)) {
            try {
                return new PublishedKeys(file, Json.mapper().readValue(Files.readString(file), SHAPE));
            } catch (JsonProcessingException e) {
                LOG.warning(file + " is damaged and left out: " + e.getOriginalMessage());
            } catch (IOException e) {
                LOG.log(Level.WARNING, file + " cannot be read", e);
            }
        }
        return new PublishedKeys(file, new TreeMap<>());
    }

    Set<String> sources() {
        return Set.copyOf(bySource.keySet());
    }

    /** What vanished and Kafka may not know. */
    List<Vanished> vanished() {
        return List.copyOf(vanished.values());
    }

    /** Kafka has its tombstone. The file says so when it is written next: until then a restart only sends the tombstone again. */
    void confirmed(Vanished gone) {
        if (vanished.remove(gone.key(), gone)) {
            outdated = true;
        }
    }

    /** The source has these keys now; what it had before and no source has now is returned. */
    List<Vanished> replace(String source, Map<String, String> now) {
        Map<String, String> before = bySource.getOrDefault(source, Map.of());
        if (before.equals(now)) {
            if (outdated) {
                write();
            }
            return List.of();
        }
        if (now.isEmpty()) {
            bySource.remove(source);
        } else {
            bySource.put(source, Map.copyOf(now));
        }
        vanished.keySet().removeAll(now.keySet());
        Map<String, String> gone = new HashMap<>(before);
        bySource.values().forEach(keys -> gone.keySet().removeAll(keys.keySet()));
        List<Vanished> lately = gone.entrySet().stream()
                .map(e -> vanish(e.getKey(), e.getValue()))
                .toList();
        write();
        return lately;
    }

    private Vanished vanish(String key, String type) {
        Vanished next = new Vanished(key, type, ++number);
        vanished.put(key, next);
        return next;
    }

    private void write() {
        outdated = false;
        Map<String, Map<String, String>> all = new TreeMap<>(bySource);
        if (!vanished.isEmpty()) {
            all.put(VANISHED, vanished.values().stream().collect(Collectors.toMap(Vanished::key, Vanished::type)));
        }
        try {
            PrivateFile.replace(file, Json.mapper().writeValueAsBytes(all));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    file + " cannot be written; what vanishes during a restart may stay on the topic",
                    e);
        }
    }
}
