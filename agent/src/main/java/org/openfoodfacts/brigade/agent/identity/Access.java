package org.openfoodfacts.brigade.agent.identity;

import java.util.Map;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;

/** What enrolment gave this node: its login to Kafka and the services' public keys (Kafka user → base64). */
public record Access(String node, KafkaLogin kafka, Map<String, String> anchors) {
    public Access {
        anchors = Copies.of(anchors);
    }

    public PublicKeys serviceKeys() {
        return PublicKeys.of(anchors);
    }
}
