package org.openfoodfacts.brigade.suite.bus;

import java.util.Map;

/** How a user reaches the broker. */
public record KafkaClient(String bootstrapServers, String user, String password) {
    /** As Kafka's own clients take them. */
    public Map<String, String> properties() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + bootstrapServers;
    }
}
