package org.openfoodfacts.brigade.contracts.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.enrolment.Admission.KafkaAccess;

class AdmissionTest {
    private static final KafkaAccess KAFKA =
            new KafkaAccess("bus.example:9092", "SASL_SSL", "SCRAM-SHA-512", "north-proxy", "c2VhbGVk");
    private static final Map<String, String> ANCHORS = Map.of("svc.security", "a2V5", "svc.deployer", "b3RoZXI=");

    @Test
    void anAdmissionIsReadBackAsItWasWritten() throws Exception {
        Admission admission = new Admission("north-proxy", "north-proxy#1", KAFKA, ANCHORS, "c2lnbmF0dXJl");

        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(admission), Admission.class))
                .isEqualTo(admission);
    }

    static Stream<byte[]> exchangedOnTheWay() {
        return Stream.of(
                Admission.signedText("south-db", "north-proxy#1", KAFKA, ANCHORS),
                Admission.signedText("north-proxy", "north-proxy#2", KAFKA, ANCHORS),
                text(new KafkaAccess("evil:9092", "SASL_SSL", "SCRAM-SHA-512", "north-proxy", "c2VhbGVk")),
                text(new KafkaAccess("bus.example:9092", "PLAINTEXT", "SCRAM-SHA-512", "north-proxy", "c2VhbGVk")),
                text(new KafkaAccess("bus.example:9092", "SASL_SSL", "PLAIN", "north-proxy", "c2VhbGVk")),
                text(new KafkaAccess("bus.example:9092", "SASL_SSL", "SCRAM-SHA-512", "admin", "c2VhbGVk")),
                text(new KafkaAccess("bus.example:9092", "SASL_SSL", "SCRAM-SHA-512", "north-proxy", "ZXZpbA==")),
                Admission.signedText("north-proxy", "north-proxy#1", KAFKA, Map.of("svc.security", "a2V5")),
                Admission.signedText(
                        "north-proxy",
                        "north-proxy#1",
                        KAFKA,
                        Map.of("svc.security", "a2V5", "svc.deployer", "ZXZpbA==")));
    }

    @ParameterizedTest
    @MethodSource("exchangedOnTheWay")
    void whatIsSignedChangesWithEveryFieldAnAgentReliesOn(byte[] exchanged) {
        assertThat(exchanged).isNotEqualTo(text(KAFKA));
    }

    private static byte[] text(KafkaAccess kafka) {
        return Admission.signedText("north-proxy", "north-proxy#1", kafka, ANCHORS);
    }
}
