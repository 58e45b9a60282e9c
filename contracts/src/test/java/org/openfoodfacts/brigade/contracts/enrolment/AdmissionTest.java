package org.openfoodfacts.brigade.contracts.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.enrolment.Admission.Kafka;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;

class AdmissionTest {
    private static final KeyPair PAIR = Signer.newKeyPair();
    private static final KeyPair OTHER = Signer.newKeyPair();
    private static final Signer SECURITY = new Signer("svc.security", PAIR.getPrivate(), PAIR.getPublic());
    private static final String FINGERPRINT = SECURITY.keyId().substring("svc.security#".length());
    private static final Kafka KAFKA =
            new Kafka("bus.example:9092", "SASL_SSL", "SCRAM-SHA-512", "north-proxy", "c2VhbGVk");
    private static final Map<String, String> ANCHORS =
            Map.of("svc.security", KeyCodec.encode(PAIR.getPublic()), "svc.deployer", "b3RoZXI=");

    @Test
    void theMachineThatAskedMayUseItsAdmission() throws Exception {
        String json = Json.mapper().writeValueAsString(genuine());

        assertThat(objection(Json.mapper().readValue(json, Admission.class))).isNull();
    }

    static Stream<Admission> exchangedOnTheWay() {
        Admission a = genuine();
        Kafka k = a.kafka();
        return Stream.of(
                with(
                        a,
                        new Kafka(
                                "evil.example:9092", "SASL_SSL", k.saslMechanism(), k.username(), k.sealedPassword())),
                with(a, new Kafka(k.bootstrapServers(), "SASL_PLAINTEXT", k.saslMechanism(), k.username(), "c2VhbGVk")),
                with(a, new Kafka(k.bootstrapServers(), "SASL_SSL", "PLAIN", k.username(), k.sealedPassword())),
                with(a, new Kafka(k.bootstrapServers(), "SASL_SSL", k.saslMechanism(), "admin", k.sealedPassword())),
                with(a, new Kafka(k.bootstrapServers(), "SASL_SSL", k.saslMechanism(), k.username(), "b3RoZXI=")),
                with(a, (Kafka) null),
                new Admission("south-db", a.keyId(), a.sealingKey(), k, ANCHORS, a.signature()),
                new Admission(a.node(), "north-proxy#0", a.sealingKey(), k, ANCHORS, a.signature()),
                new Admission(a.node(), a.keyId(), "ZXZpbA==", k, ANCHORS, a.signature()),
                new Admission(a.node(), a.keyId(), a.sealingKey(), k, ANCHORS, null),
                new Admission(a.node(), a.keyId(), a.sealingKey(), k, Map.of(), a.signature()),
                new Admission(a.node(), a.keyId(), a.sealingKey(), k, Map.of("svc.security", "x"), a.signature()),
                new Admission(
                        a.node(),
                        a.keyId(),
                        a.sealingKey(),
                        k,
                        Map.of("svc.security", ANCHORS.get("svc.security"), "svc.deployer", "ZXZpbA=="),
                        a.signature()));
    }

    @ParameterizedTest
    @MethodSource("exchangedOnTheWay")
    void whatWasExchangedOnTheWayIsNoticed(Admission exchanged) {
        assertThat(objection(exchanged)).isNotBlank();
    }

    @Test
    void aStrangersSignatureUnderAStrangersKeyIsNotTheTokens() {
        Signer stranger = new Signer("svc.security", OTHER.getPrivate(), OTHER.getPublic());
        Admission forged = Admission.signed(
                "north-proxy",
                "north-proxy#1",
                "c2VhbGluZw==",
                KAFKA,
                Map.of("svc.security", KeyCodec.encode(OTHER.getPublic())),
                stranger);

        assertThat(objection(forged)).contains("not known");
    }

    private static Admission genuine() {
        return Admission.signed("north-proxy", "north-proxy#1", "c2VhbGluZw==", KAFKA, ANCHORS, SECURITY);
    }

    private static Admission with(Admission a, Kafka kafka) {
        return new Admission(a.node(), a.keyId(), a.sealingKey(), kafka, a.anchors(), a.signature());
    }

    private static String objection(Admission admission) {
        return admission
                .objection(FINGERPRINT, "north-proxy", "north-proxy#1", "c2VhbGluZw==")
                .orElse(null);
    }
}
