package org.openfoodfacts.brigade.contracts.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private final SealingKey key = SealingKey.generate();

    @Test
    void onlyTheHolderOfTheKeyOpensItAndOnlyForItsPurpose() throws GeneralSecurityException {
        String box = Sealing.seal(SECRET, key.publicKey(), "psk:mongodb");

        assertThat(Sealing.open(box, key, "psk:mongodb")).isEqualTo(SECRET);
        assertThatThrownBy(() -> Sealing.open(box, key, "psk:redis")).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> Sealing.open(box, SealingKey.generate(), "psk:mongodb"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void twoBoxesOfOneSecretDiffer() {
        assertThat(Sealing.seal(SECRET, key.publicKey(), "c")).isNotEqualTo(Sealing.seal(SECRET, key.publicKey(), "c"));
    }

    @Test
    void aKeyReadBackFromItsFileOpensWhatWasSealedBefore() throws GeneralSecurityException {
        String box = Sealing.seal(SECRET, key.publicKey(), "c");
        SealingKey again = SealingKey.ofPrivate(key.privateKey() + "\n");
        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        assertThat(Sealing.open(box, again, "c")).isEqualTo(SECRET);
    }

    @Property(tries = 200)
    void anyChangedBitKeepsTheBoxShut(@ForAll @IntRange(min = 0, max = 639) int bit) {
        byte[] box = Base64.getDecoder().decode(Sealing.seal(SECRET, key.publicKey(), "c"));
        box[bit / 8 % box.length] ^= (byte) (1 << (bit % 8));
        assertThatThrownBy(() -> Sealing.open(Base64.getEncoder().encodeToString(box), key, "c"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA"})
    void whatIsNoBoxDoesNotOpen(String box) {
        assertThatThrownBy(() -> Sealing.open(box, key, "c")).isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> Sealing.seal(SECRET, text, "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealingKey.ofPrivate(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
