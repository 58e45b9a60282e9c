package org.openfoodfacts.brigade.contracts.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Signatures are those of RFC 8032: another implementation, the JDK's, makes and accepts the same. */
class SignerTest {
    private final KeyPair pair = Signer.newKeyPair();
    private final Signer signer = new Signer("north", pair.getPrivate(), pair.getPublic());
    private final PublicKeys keys = PublicKeys.none().with("north", pair.getPublic());

    @Property(tries = 50)
    void theJdkAcceptsAndMakesTheSameSignatures(@ForAll byte[] input) throws GeneralSecurityException {
        Signature signature = signer.sign(input);

        assertThat(jdkAccepts(input, signature)).isTrue();
        assertThat(keys.objection(signature, input)).isEmpty();
        assertThat(signature.base64()).isEqualTo(jdkSignature(input)); // Ed25519 is deterministic
    }

    @Property(tries = 50)
    void aChangedBitIsNotAccepted(@ForAll byte[] input, @ForAll short where) {
        byte[] signature = Base64.getDecoder().decode(signer.sign(input).base64());
        int bit = Math.floorMod(where, signature.length * 8);
        signature[bit / 8] ^= (byte) (1 << (bit % 8));
        Signature forged = new Signature(signer.keyId(), Base64.getEncoder().encodeToString(signature));

        assertThat(keys.objection(forged, input))
                .hasValueSatisfying(why -> assertThat(why).contains("does not match"));
    }

    @Test
    void whatIsNoSignatureIsNotAccepted() {
        for (String text : new String[] {"", "AA==", "not base64!"}) {
            assertThat(keys.objection(new Signature(signer.keyId(), text), new byte[3]))
                    .as(text)
                    .isPresent();
        }
    }

    @Test
    void keysOfAnotherKindAreRefused() throws GeneralSecurityException {
        KeyPair other = KeyPairGenerator.getInstance("X25519").generateKeyPair();

        assertThatThrownBy(() -> new Signer("north", other.getPrivate(), other.getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String jdkSignature(byte[] input) throws GeneralSecurityException {
        java.security.Signature jdk = java.security.Signature.getInstance("Ed25519");
        jdk.initSign(pair.getPrivate());
        jdk.update(input);
        return Base64.getEncoder().encodeToString(jdk.sign());
    }

    private boolean jdkAccepts(byte[] input, Signature signature) throws GeneralSecurityException {
        java.security.Signature jdk = java.security.Signature.getInstance("Ed25519");
        jdk.initVerify(pair.getPublic());
        jdk.update(input);
        return jdk.verify(Base64.getDecoder().decode(signature.base64()));
    }
}
