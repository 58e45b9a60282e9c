package org.openfoodfacts.brigade.contracts.enrolment;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.Copies;

/**
 * What the security service answers a machine that it takes in: its access to Kafka and the services' public keys (Kafka user → base64
 * SubjectPublicKeyInfo). Signed by that service over {@link #signedText}, so that nothing in it can be exchanged on the way.
 */
public record Admission(String node, String keyId, KafkaAccess kafka, Map<String, String> anchors, String signature) {
    public Admission {
        anchors = Copies.of(anchors);
    }

    /** How the node reaches Kafka; the password is sealed to the node's key under {@link #sealingContext}. */
    public record KafkaAccess(
            String bootstrapServers,
            String securityProtocol,
            String saslMechanism,
            String username,
            String sealedPassword) {}

    /** What the Kafka password of a node is sealed for. */
    public static String sealingContext(String node) {
        return "kafka:" + node;
    }

    /** The bytes that the signature is over; both ends build them from the same fields. */
    public static byte[] signedText(String node, String keyId, KafkaAccess kafka, Map<String, String> anchors) {
        String anchorLines = new TreeMap<>(anchors)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining("\n"));
        return String.join(
                        "\n",
                        "brigade-admission-v1",
                        node,
                        keyId,
                        kafka.bootstrapServers(),
                        kafka.securityProtocol(),
                        kafka.saslMechanism(),
                        kafka.username(),
                        kafka.sealedPassword(),
                        anchorLines)
                .getBytes(StandardCharsets.UTF_8);
    }
}
