package org.openfoodfacts.brigade.contracts.enrolment;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.signing.Signature;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.signing.SigningInput;

/**
 * What a machine gets when it enrols (the body of {@code POST /api/security/enrolments}), signed by the security service over every
 * field, so that nobody on the way can exchange a key, an address or how safely Kafka is reached. {@code keyId} and {@code sealingKey}
 * are the machine's own, {@code anchors} maps the Kafka user of each service to its public key in base64.
 */
public record Admission(
        String node, String keyId, String sealingKey, Kafka kafka, Map<String, String> anchors, String signature) {
    private static final String DOMAIN = "brigade-admission-v1";

    public Admission {
        anchors = Copies.of(anchors);
    }

    /** How the node reaches Kafka. The password is sealed to the node's key under {@link #passwordContext}. */
    public record Kafka(
            String bootstrapServers,
            String securityProtocol,
            String saslMechanism,
            String username,
            String sealedPassword) {}

    public static Admission signed(
            String node, String keyId, String sealingKey, Kafka kafka, Map<String, String> anchors, Signer signer) {
        Admission unsigned = new Admission(node, keyId, sealingKey, kafka, anchors, null);
        String signature = signer.sign(unsigned.signedBytes()).base64();
        return new Admission(node, keyId, sealingKey, kafka, anchors, signature);
    }

    /** The sealing context of a node's Kafka password. */
    public static String passwordContext(String node) {
        return "kafka:" + node;
    }

    /**
     * Why a machine must not use this admission; empty when it may. {@code fingerprint} is the last part of its enrolment token, the
     * other arguments are its own name and keys as it asked with.
     */
    public Optional<String> objection(String fingerprint, String ownName, String ownKeyId, String ownSealingKey) {
        if (kafka == null || signature == null) {
            return Optional.of("the admission is incomplete");
        }
        if (!ownName.equals(node) || !ownKeyId.equals(keyId) || !ownSealingKey.equals(sealingKey)) {
            return Optional.of("the admission is for " + node + " with the key " + keyId + ", not for this machine");
        }
        String anchor = anchors.get(Service.SECURITY.kafkaUser());
        if (anchor == null) {
            return Optional.of("the admission has no key of the security service");
        }
        try {
            PublicKeys keys = PublicKeys.of(Map.of(Service.SECURITY.kafkaUser(), anchor));
            String expected = Service.SECURITY.kafkaUser() + "#" + fingerprint;
            return keys.objection(new Signature(expected, signature), signedBytes());
        } catch (IllegalArgumentException e) {
            return Optional.of("the security service's key in the admission is " + e.getMessage());
        }
    }

    private byte[] signedBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        SigningInput.field(out, DOMAIN);
        SigningInput.field(out, node);
        SigningInput.field(out, keyId);
        SigningInput.field(out, sealingKey);
        SigningInput.field(out, kafka.bootstrapServers());
        SigningInput.field(out, kafka.securityProtocol());
        SigningInput.field(out, kafka.saslMechanism());
        SigningInput.field(out, kafka.username());
        SigningInput.field(out, kafka.sealedPassword());
        new TreeMap<>(anchors).forEach((owner, key) -> {
            SigningInput.field(out, owner);
            SigningInput.field(out, key);
        });
        return out.toByteArray();
    }
}
