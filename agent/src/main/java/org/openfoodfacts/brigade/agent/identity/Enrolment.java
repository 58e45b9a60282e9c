package org.openfoodfacts.brigade.agent.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.enrolment.Admission;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;
import org.openfoodfacts.brigade.contracts.sealing.Sealing;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;

/**
 * Takes this machine into the fleet with a one-time token. Nothing of the answer is believed before its signature fits the key whose
 * fingerprint the token carries. May be repeated with the same keys.
 */
public final class Enrolment {
    private final String node;
    private final URI securityApi;
    private final StateFolder state;

    public Enrolment(String node, URI securityApi, StateFolder state) {
        this.node = node;
        this.securityApi = securityApi;
        this.state = state;
    }

    /** Stores keys and access in the state folder; throws ConfigException that says what is wrong and what to do. */
    public Access enrol(String tokenText) {
        InvitationToken token = InvitationToken.parse(tokenText.strip())
                .orElseThrow(() -> new ConfigException(
                        "this is no enrolment token; copy the whole line that 'brigade node add' printed"));
        if (!token.node().equals(node)) {
            throw new ConfigException("the token is for node " + token.node() + ", but agent.properties says node = "
                    + node + "; use the token of this node");
        }
        if (securityApi == null) {
            throw new ConfigException("'security-api' is missing in agent.properties; it is the URL of /api/security");
        }
        state.create();
        NodeKeys keys = state.keysOrNew(node);
        Access access = open(request(token, keys), token, keys);
        state.write(access);
        return access;
    }

    private Admission request(InvitationToken token, NodeKeys keys) {
        URI uri = URI.create(securityApi.toString().replaceAll("/+$", "") + "/enrolments");
        Map<String, String> body = Map.of(
                "token", token.text(),
                "node", node,
                "signingKey", KeyCodec.encode(keys.signingKey()),
                "sealingKey", keys.sealingKey().publicKey());
        try {
            HttpAnswer answer = HttpAnswer.post(uri, Json.mapper().writeValueAsBytes(body));
            if (!answer.isSuccess()) {
                throw new ConfigException(uri + " refused: " + answer.problem());
            }
            return Json.mapper().readValue(answer.body(), Admission.class);
        } catch (JsonProcessingException e) {
            throw new ConfigException(uri + " answered something else than an admission; is it /api/security?", e);
        } catch (IOException e) {
            throw new ConfigException(uri + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private Access open(Admission admission, InvitationToken token, NodeKeys keys) {
        check(admission, token, keys);
        try {
            byte[] password = Sealing.open(
                    admission.kafka().sealedPassword(), keys.sealingKey(), Admission.passwordContext(node));
            KafkaLogin login = new KafkaLogin(
                    admission.kafka().bootstrapServers(),
                    admission.kafka().securityProtocol(),
                    admission.kafka().saslMechanism(),
                    admission.kafka().username(),
                    new String(password, StandardCharsets.UTF_8));
            return new Access(node, login, admission.anchors());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException("the Kafka password in the answer is not sealed to this machine's key", e);
        }
    }

    private void check(Admission admission, InvitationToken token, NodeKeys keys) {
        admission
                .objection(
                        token.fingerprint(),
                        node,
                        keys.signer().keyId(),
                        keys.sealingKey().publicKey())
                .ifPresent(why -> {
                    throw new ConfigException("the answer of " + securityApi + " is not believed: " + why
                            + "; check that 'security-api' is the service that made the token");
                });
    }
}
