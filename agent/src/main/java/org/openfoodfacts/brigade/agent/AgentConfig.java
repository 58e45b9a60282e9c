package org.openfoodfacts.brigade.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.files.KeyValueFile;
import org.openfoodfacts.brigade.contracts.NodeName;

/**
 * What an agent must be told: which node it is, where its state lies, which policy its owner made ({@code policy} null: none, so it only
 * observes), how often it reports, where the security service answers (null when it is enrolled already), and Kafka client properties
 * beyond those that enrolment gave it.
 */
public record AgentConfig(
        String node,
        Path state,
        Path policy,
        Duration interval,
        boolean observeOnly,
        URI securityApi,
        Map<String, String> kafka) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    public static final Path DEFAULT_STATE = Path.of("/var/lib/brigade-agent");

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String KAFKA = "kafka.";
    private static final Set<String> KEYS =
            Set.of("node", "state", "policy", "interval", "observe-only", "security-api");

    public AgentConfig {
        NodeName.require(node);
        kafka = Map.copyOf(kafka);
    }

    /** Reads {@code agent.properties}; throws ConfigException that names file, line and key. */
    public static AgentConfig read(Path file) {
        KeyValueFile text = KeyValueFile.read(file);
        Map<String, KeyValueFile.Entry> byKey = text.unique();
        Map<String, String> kafka = new HashMap<>();
        for (KeyValueFile.Entry entry : text.entries()) {
            if (entry.key().startsWith(KAFKA)) {
                kafka.put(entry.key().substring(KAFKA.length()), entry.value());
            } else if (!KEYS.contains(entry.key())) {
                throw text.error(
                        entry, "is not known; known are " + String.join(", ", new TreeSet<>(KEYS)) + ", kafka.*");
            }
        }
        if (!byKey.containsKey("node")) {
            throw new ConfigException(
                    file + ": 'node' is missing; add node = NAME as the machine is called in the fleet");
        }
        return new AgentConfig(
                node(text, byKey.get("node")),
                path(text, byKey.get("state"), DEFAULT_STATE),
                path(text, byKey.get("policy"), null),
                interval(text, byKey.get("interval")),
                byKey.containsKey("observe-only") && text.flag(byKey.get("observe-only")),
                uri(text, byKey.get("security-api")),
                kafka);
    }

    private static String node(KeyValueFile text, KeyValueFile.Entry entry) {
        if (!NodeName.isValid(entry.value())) {
            throw text.error(
                    entry,
                    "is '" + entry.value()
                            + "', not a node name: 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'");
        }
        return entry.value();
    }

    private static Path path(KeyValueFile text, KeyValueFile.Entry entry, Path otherwise) {
        if (entry == null) {
            return otherwise;
        }
        if (!entry.value().startsWith("/")) {
            throw text.error(entry, "is '" + entry.value() + "'; it must be an absolute path");
        }
        return Path.of(entry.value()).normalize();
    }

    private static Duration interval(KeyValueFile text, KeyValueFile.Entry entry) {
        if (entry == null) {
            return DEFAULT_INTERVAL;
        }
        try {
            Duration interval = Duration.parse(entry.value());
            if (interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0) {
                return interval;
            }
        } catch (DateTimeException e) {
            throw notAnInterval(text, entry);
        }
        throw notAnInterval(text, entry);
    }

    private static ConfigException notAnInterval(KeyValueFile text, KeyValueFile.Entry entry) {
        return text.error(
                entry,
                "is '" + entry.value() + "'; it must be an ISO 8601 duration between PT0.1S and P1D, for example PT1M");
    }

    private static URI uri(KeyValueFile text, KeyValueFile.Entry entry) {
        if (entry == null) {
            return null;
        }
        try {
            URI uri = URI.create(entry.value());
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw text.error(entry, "is '" + entry.value() + "', which is no URL: " + e.getMessage());
        }
        throw text.error(
                entry, "is '" + entry.value() + "'; it must be an http or https URL that ends in /api/security");
    }
}
