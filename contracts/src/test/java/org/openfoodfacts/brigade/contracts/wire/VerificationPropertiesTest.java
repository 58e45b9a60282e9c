package org.openfoodfacts.brigade.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.signing.SigningInput;

class VerificationPropertiesTest {
    private final Samples samples = new Samples();

    /** The fields that are signed, each possibly absent or awkward. */
    record Fields(String id, String node, String subject, String key, String body) {}

    @Property(tries = 300)
    void anyChangedBitOfTheBodyBreaksTheSignature(@ForAll @IntRange(min = 0, max = 10_000) int position) {
        WireRecord record = samples.signedCommand();
        byte[] body = record.value().clone();
        int bit = position % (body.length * 8);
        body[bit / 8] ^= (byte) (1 << (bit % 8));

        Envelope envelope = Codec.decode(record, Message.class).envelope();
        assertThat(Verification.objection(
                        Samples.withBody(record, body), EventType.VERIFY_RELEASE, envelope, samples.keys))
                .isPresent();
    }

    @Property(tries = 300)
    void anyChangedBitOfTheSignatureBreaksIt(@ForAll @IntRange(min = 0, max = 511) int bit) {
        WireRecord record = samples.signedCommand();
        byte[] signature = java.util.Base64.getDecoder().decode(record.headers().get("ce_signature"));
        signature[bit / 8] ^= (byte) (1 << (bit % 8));
        WireRecord changed = Samples.with(
                record, "ce_signature", java.util.Base64.getEncoder().encodeToString(signature));

        Envelope envelope = Codec.decode(record, Message.class).envelope();
        assertThat(Verification.objection(changed, EventType.VERIFY_RELEASE, envelope, samples.keys))
                .isPresent();
    }

    /** No text can be moved from one field into the next without changing what is signed. */
    @Property(tries = 2000)
    void differentMessagesHaveDifferentInputs(@ForAll("fields") Fields one, @ForAll("fields") Fields other) {
        boolean sameInput = Arrays.equals(input(one), input(other));
        assertThat(sameInput).isEqualTo(Objects.equals(one, other));
    }

    private static byte[] input(Fields f) {
        Envelope envelope = new Envelope(f.id(), "/s", "t", Samples.NOW, f.node(), f.subject(), Trace.NONE, null);
        byte[] body = f.body() == null ? null : f.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return SigningInput.of(f.key(), envelope, body);
    }

    @Provide
    Arbitrary<Fields> fields() {
        Arbitrary<String> text = Arbitraries.of("", "a", "b", "ab", "ba", "aa", "\u0000", "\u0000\u0000\u0000\u0001a")
                .injectNull(0.2);
        Arbitrary<String> id = Arbitraries.of("a", "ab", "b");
        return Combinators.combine(id, text, text, text, text).as(Fields::new);
    }
}
