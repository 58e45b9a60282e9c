package org.openfoodfacts.brigade.suite.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.suite.bus.KafkaCalls;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;

/** Another team's CI: has a Kafka user of its own, and knows nothing of Brigade but the CloudEvent it sends. */
public final class ToolOfAnotherTeam implements AutoCloseable {
    private static final String SOURCE = "/ci/product-opener";
    private final KafkaProducer<String, String> producer;

    public ToolOfAnotherTeam(KafkaClient user) {
        Map<String, Object> properties = new HashMap<>(user.properties());
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    /** Sends a deploy request as a CloudEvent in binary mode; the same id again is the same request. */
    public void askFor(String id, String application, String flavor, String version) {
        String body = String.format(
                "{\"application\":\"%s\",\"flavor\":\"%s\",\"version\":\"%s\",\"requestedBy\":\"demo\"}",
                application, flavor, version);
        ProducerRecord<String, String> record =
                new ProducerRecord<>(Topic.DEPLOY_REQUESTS.topicName(), application + "/" + flavor, body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", SOURCE);
        headers.put("ce_type", EventType.DEPLOY_REQUESTED.id());
        headers.put("ce_time", Instant.now().toString());
        headers.put("content-type", "application/json");
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        var _ = KafkaCalls.await(producer.send(record));
    }

    @Override
    public void close() {
        producer.close();
    }
}
