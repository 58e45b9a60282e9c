package org.openfoodfacts.brigade.security.domain;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;

/** What a machine that presents a token gets. */
public sealed interface Enrolment {

    record Refused(String why) implements Enrolment {}

    /** Everything an agent needs to join, signed by this service so that it cannot be exchanged on the way. */
    record Admitted(String node, String keyId, Kafka kafka, Map<String, String> anchors, String signature)
            implements Enrolment {
        public Admitted {
            anchors = Map.copyOf(anchors);
        }

        /** The password is sealed to the node's key under the context {@code kafka:<node>}. */
        public static Admitted of(
                NodeIdentity node, String password, Bus bus, Map<String, String> anchors, Signer signer) {
            String sealed =
                    Sealing.seal(password.getBytes(StandardCharsets.UTF_8), node.sealingKey(), "kafka:" + node.node());
            Kafka kafka =
                    new Kafka(bus.bootstrapServers(), bus.securityProtocol(), "SCRAM-SHA-512", node.node(), sealed);
            String signature =
                    signer.sign(signedText(node.node(), kafka, anchors)).base64();
            return new Admitted(node.node(), node.keyId(), kafka, anchors, signature);
        }

        private static byte[] signedText(String node, Kafka kafka, Map<String, String> anchors) {
            String anchorLines = new TreeMap<>(anchors)
                    .entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining("\n"));
            return String.join(
                            "\n", node, kafka.username(), kafka.sealedPassword(), kafka.bootstrapServers(), anchorLines)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** How a node reaches Kafka. */
    record Bus(String bootstrapServers, String securityProtocol) {}

    record Kafka(
            String bootstrapServers,
            String securityProtocol,
            String saslMechanism,
            String username,
            String sealedPassword) {}
}
