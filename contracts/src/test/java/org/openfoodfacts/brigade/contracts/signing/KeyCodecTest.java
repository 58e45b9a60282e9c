package org.openfoodfacts.brigade.contracts.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {
    private final KeyPair pair = Signer.newKeyPair();

    @Test
    void keysSurviveTheirTextForm() {
        assertThat(KeyCodec.publicKey(KeyCodec.encode(pair.getPublic()))).isEqualTo(pair.getPublic());
        assertThat(KeyCodec.privateKey(KeyCodec.pem(pair.getPrivate()))).isEqualTo(pair.getPrivate());
    }

    @Test
    void theKeyIdNamesOwnerAndKey() {
        String id = KeyCodec.keyId("north", pair.getPublic());
        assertThat(id).matches("north#[0-9a-f]{16}");
        assertThat(Signature.owner(id)).isEqualTo("north");
        assertThat(Signature.owner("north")).isEqualTo("north");
    }

    @Test
    void aKeyOfOneOwnerIsNotThatOfAnother() {
        Signer signer = new Signer("north", pair.getPrivate(), pair.getPublic());
        byte[] input = "input".getBytes(UTF_8);
        PublicKeys keys = PublicKeys.of(Map.of("south", KeyCodec.encode(pair.getPublic())));
        assertThat(keys.objection(signer.sign(input), input)).isPresent();
        assertThat(keys.with("north", pair.getPublic()).objection(signer.sign(input), input))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no base64"})
    void whatIsNoPublicKeyIsRefused(String text) {
        assertThatThrownBy(() -> KeyCodec.publicKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----END PRIVATE KEY----- -----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void whatIsNoPrivateKeyIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> KeyCodec.privateKey(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("AAAA");
    }
}
