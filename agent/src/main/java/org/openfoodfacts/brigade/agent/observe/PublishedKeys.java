package org.openfoodfacts.brigade.agent.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.files.PrivateFile;
import org.openfoodfacts.brigade.contracts.Json;

/**
 * Which fact keys each source has on the topic (key → type), on disk before they are published, so that what vanishes while the agent is
 * down gets its tombstone too.
 */
public final class PublishedKeys {
    private static final Logger LOG = Logger.getLogger(PublishedKeys.class.getName());
    private static final TypeReference<TreeMap<String, Map<String, String>>> SHAPE = new TypeReference<>() {};

    private final Path file;
    private final Map<String, Map<String, String>> bySource;

    private PublishedKeys(Path file, Map<String, Map<String, String>> bySource) {
        this.file = file;
        this.bySource = bySource;
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

    /** The source has these keys now; what it had before and no source has now is returned. */
    Map<String, String> replace(String source, Map<String, String> now) {
        Map<String, String> before = bySource.getOrDefault(source, Map.of());
        if (before.equals(now)) {
            return Map.of();
        }
        if (now.isEmpty()) {
            bySource.remove(source);
        } else {
            bySource.put(source, Map.copyOf(now));
        }
        write();
        Map<String, String> vanished = new HashMap<>(before);
        bySource.values().forEach(keys -> vanished.keySet().removeAll(keys.keySet()));
        return vanished;
    }

    private void write() {
        try {
            PrivateFile.replace(file, Json.mapper().writeValueAsBytes(bySource));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    file + " cannot be written; what vanishes during a restart may stay on the topic",
                    e);
        }
    }
}
