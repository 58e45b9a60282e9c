package org.openfoodfacts.brigade.contracts.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTokenTest {

    @Property
    void aTokenIsReadBackAsItWasWritten(@ForAll @Size(32) byte[] random) {
        InvitationToken token = InvitationToken.of("north-proxy", random, "0011223344556677");

        assertThat(InvitationToken.parse(token.text())).contains(token);
        assertThat(token.hasSecretHash(token.secretHash())).isTrue();
    }

    @Property
    void twoSecretsHaveTwoHashes(@ForAll @Size(32) byte[] one, @ForAll @Size(32) byte[] two) {
        InvitationToken first = InvitationToken.of("a", one, "f");
        InvitationToken second = InvitationToken.of("a", two, "f");

        assertThat(first.hasSecretHash(second.secretHash()))
                .isEqualTo(first.secret().equals(second.secret()));
    }

    @Property
    void anyTextIsReadOrRefusedButNeverFails(@ForAll String text) {
        assertThat(InvitationToken.parse(text).map(InvitationToken::text))
                .satisfiesAnyOf(
                        parsed -> assertThat(parsed).isEmpty(),
                        parsed -> assertThat(parsed).contains(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "brigade1", "brigade1.a.b", "brigade2.a.b.c", "brigade1.A.b.c", "brigade1.a.b.c.d", ".a.b.c"
            })
    void whatIsNoTokenIsNone(String text) {
        assertThat(InvitationToken.parse(text)).isEmpty();
    }

    @Test
    void aTokenInALogShowsNoSecret() {
        InvitationToken token = InvitationToken.of("north-proxy", new byte[32], "f");

        assertThat(token.toString()).contains("north-proxy").doesNotContain(token.secret());
    }
}
