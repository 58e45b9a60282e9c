package org.openfoodfacts.brigade.agent.bus;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.openfoodfacts.brigade.agent.identity.KafkaLogin;

/** The Kafka clients' properties: small buffers, no metrics reporters, what enrolment gave, and what agent.properties says on top. */
public record KafkaSettings(String node, Map<String, Object> common) {
    /** Bytes of a record's body: some 10,000 snapshots of one dataset, a quarter of the heap for a moment. */
    public static final int LARGEST_BODY = 2 << 20;

    private static final int ROOM_FOR_HEADERS = 64 << 10;

    public KafkaSettings {
        common = Map.copyOf(common);
    }

    public static KafkaSettings of(String node, KafkaLogin login, Map<String, String> overrides) {
        Map<String, Object> common = new HashMap<>();
        common.put("bootstrap.servers", login.bootstrapServers());
        common.put("security.protocol", login.securityProtocol());
        common.put("client.id", node);
        common.put("metric.reporters", "");
        common.put("enable.metrics.push", "false");
        common.put("reconnect.backoff.ms", "200");
        common.put("reconnect.backoff.max.ms", "10000");
        common.put("retry.backoff.max.ms", "5000");
        common.put("send.buffer.bytes", "65536");
        common.put("receive.buffer.bytes", "65536");
        if (login.securityProtocol().startsWith("SASL_")) {
            common.put("sasl.mechanism", login.saslMechanism());
            common.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                            + quoted(login.username()) + "\" password=\"" + quoted(login.password()) + "\";");
        }
        common.putAll(overrides);
        return new KafkaSettings(node, common);
    }

    Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("linger.ms", "0");
        properties.put("batch.size", "16384");
        properties.put("buffer.memory", "4194304");
        // Told before it is compressed; the broker's own limit, usually 1 MiB, is for what arrives.
        properties.put("max.request.size", Integer.toString(LARGEST_BODY + ROOM_FOR_HEADERS));
        properties.put("compression.type", "gzip");
        properties.put("max.block.ms", "10000");
        properties.put("request.timeout.ms", "10000");
        properties.put("delivery.timeout.ms", "30000");
        properties.put("key.serializer", StringSerializer.class);
        properties.put("value.serializer", ByteArraySerializer.class);
        properties.putAll(common);
        return properties;
    }

    /** The group holds the offsets of the node's own two topics; nobody else is in it. */
    Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("group.id", node);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        properties.put("max.poll.records", "100");
        properties.put("fetch.max.bytes", "1048576");
        properties.put("max.partition.fetch.bytes", "1048576");
        properties.put("fetch.max.wait.ms", "5000");
        properties.put("default.api.timeout.ms", "15000");
        properties.put("request.timeout.ms", "10000");
        properties.put("key.deserializer", StringDeserializer.class);
        properties.put("value.deserializer", ByteArrayDeserializer.class);
        properties.putAll(common);
        return properties;
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "KafkaSettings[" + node + "@" + common.get("bootstrap.servers") + "]";
    }
}
