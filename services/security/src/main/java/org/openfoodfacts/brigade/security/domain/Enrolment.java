package org.openfoodfacts.brigade.security.domain;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.enrolment.Admission;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;

/** What a machine that presents a token gets. */
public sealed interface Enrolment {

    record Refused(String why) implements Enrolment {}

    /** Everything an agent needs to join. */
    record Admitted(Admission admission) implements Enrolment {
        public static Admitted of(
                NodeIdentity node, String password, Bus bus, Map<String, String> anchors, Signer signer) {
            String sealed = Sealing.seal(
                    password.getBytes(StandardCharsets.UTF_8),
                    node.sealingKey(),
                    Admission.sealingContext(node.node()));
            Admission.KafkaAccess kafka = new Admission.KafkaAccess(
                    bus.bootstrapServers(), bus.securityProtocol(), "SCRAM-SHA-512", node.node(), sealed);
            byte[] text = Admission.signedText(node.node(), node.keyId(), kafka, anchors);
            String signature = signer.sign(text).base64();
            return new Admitted(new Admission(node.node(), node.keyId(), kafka, anchors, signature));
        }
    }

    /** How a node reaches Kafka. */
    record Bus(String bootstrapServers, String securityProtocol) {}
}
