package org.openfoodfacts.brigade.deployer.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.requests.DeployRequested;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.platform.messaging.KafkaRecords;

class StructuredModeTest {
    private static final String EVENT = """
            {"specversion": "1.0", "id": "7", "source": "https://ci.example/build",
             "type": "org.openfoodfacts.brigade.deploy.requested.v1", "time": "2026-03-01T10:00:00+01:00",
             "correlationid": "pipeline-9", "datacontenttype": "application/json", "subject": null,
             %s}
            """;
    private static final String DATA =
            "\"data\": {\"application\": \"server\", \"flavor\": \"off\", \"version\": \"v1\"}";

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", "Application/CloudEvents+JSON; charset=UTF-8"})
    void anEventAsOneJsonObjectReadsAsOneWithHeaders(String contentType) {
        ConsumerRecord<String, byte[]> binary = StructuredMode.toBinary(record(contentType, EVENT.formatted(DATA)));

        Decoded<DeployRequested> decoded = Codec.decode(KafkaRecords.wire(binary), DeployRequested.class);
        assertThat(decoded.message()).isEqualTo(new DeployRequested("server", "off", "v1", null));
        assertThat(decoded.envelope().source()).isEqualTo("https://ci.example/build");
        assertThat(decoded.envelope().trace().correlationId()).isEqualTo("pipeline-9");
        assertThat(decoded.envelope().time()).hasToString("2026-03-01T09:00:00Z");
        assertThat(decoded.envelope().subject()).isNull();
    }

    @Test
    void dataInBase64IsDecoded() {
        String base64 = "eyJhcHBsaWNhdGlvbiI6ICJhIiwgImZsYXZvciI6ICJiIiwgInZlcnNpb24iOiAiYyJ9";
        ConsumerRecord<String, byte[]> binary = StructuredMode.toBinary(
                record("application/cloudevents+json", EVENT.formatted("\"data_base64\": \"" + base64 + "\"")));

        assertThat(Codec.decode(KafkaRecords.wire(binary), DeployRequested.class)
                        .message())
                .isEqualTo(new DeployRequested("a", "b", "c", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"data_base64\": \"%\"}", "{"})
    void whatIsNoEventIsMalformed(String body) {
        assertThatThrownBy(() -> StructuredMode.toBinary(record("application/cloudevents+json", body)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/cloudevents-batch+json", "application/cloudevents+jsonx"})
    void otherRecordsStayAsTheyAre(String contentType) {
        ConsumerRecord<String, byte[]> record = record(contentType, "{}");

        assertThat(StructuredMode.toBinary(record)).isSameAs(record);
    }

    private static ConsumerRecord<String, byte[]> record(String contentType, String body) {
        var record =
                new ConsumerRecord<>("brigade.deploy.requests", 0, 0L, "key", body.getBytes(StandardCharsets.UTF_8));
        record.headers().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
