package org.openfoodfacts.brigade.security.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;
import org.openfoodfacts.brigade.security.domain.Invitation.Verdict;

class InvitationTest {
    private static final Instant END = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant BEFORE = END.minusSeconds(1);
    private static final NodeKeys KEYS = new NodeKeys("signing", "sealing");
    private static final KeyUse UNKNOWN = new KeyUse(null, null);
    private static final InvitationToken TOKEN = InvitationToken.of("north-proxy", new byte[32], "0011223344556677");

    @Test
    void anOpenInvitationIsClaimedByTheFirstMachine() {
        assertThat(invitation(null).judge(TOKEN, KEYS, UNKNOWN, BEFORE)).isEqualTo(new Verdict.Claim());
    }

    @Test
    void theMachineThatClaimedItMayAskAgainAnotherMayNot() {
        assertThat(invitation(KEYS).judge(TOKEN, KEYS, UNKNOWN, BEFORE)).isEqualTo(new Verdict.Repeat());
        assertThat(why(invitation(KEYS).judge(TOKEN, new NodeKeys("other", "sealing"), UNKNOWN, BEFORE)))
                .contains("used by another machine");
    }

    @Test
    void whoHasReadTheSigningKeyCannotPutAnotherSealingKeyInItsPlace() {
        assertThat(why(invitation(KEYS).judge(TOKEN, new NodeKeys("signing", "other"), UNKNOWN, BEFORE)))
                .contains("used by another machine");
    }

    @Test
    void keysOfAnotherNodeOrRevokedOnesAreRefused() {
        assertThat(why(invitation(null).judge(TOKEN, KEYS, new KeyUse("south-db", null), BEFORE)))
                .contains("those of the node south-db");
        assertThat(why(invitation(KEYS).judge(TOKEN, KEYS, new KeyUse(null, "north-proxy"), BEFORE)))
                .contains("revoked with the node north-proxy");
    }

    @Test
    void anotherSecretIsNotTheOneMadeLast() {
        byte[] other = new byte[32];
        other[31] = 1;
        InvitationToken wrong = InvitationToken.of("north-proxy", other, "0011223344556677");

        assertThat(why(invitation(null).judge(wrong, KEYS, UNKNOWN, BEFORE))).contains("made last");
    }

    @Test
    void aTokenOfAnotherNodeIsRefused() {
        InvitationToken wrong = InvitationToken.of("south-db", new byte[32], "0011223344556677");

        assertThat(invitation(null).judge(wrong, KEYS, UNKNOWN, BEFORE)).isInstanceOf(Verdict.Refuse.class);
    }

    @Property
    void anEndedInvitationIsGoodForNobody(
            @ForAll @LongRange(min = -100_000, max = 100_000) long seconds, @ForAll boolean claimed) {
        Instant now = END.plus(Duration.ofSeconds(seconds));
        Verdict verdict = invitation(claimed ? KEYS : null).judge(TOKEN, KEYS, UNKNOWN, now);

        assertThat(verdict instanceof Verdict.Refuse).isEqualTo(!now.isBefore(END));
    }

    private static Invitation invitation(NodeKeys claimedBy) {
        return new Invitation("north-proxy", TOKEN.secretHash(), END, "admin", claimedBy);
    }

    private static String why(Verdict verdict) {
        return verdict instanceof Verdict.Refuse refuse ? refuse.why() : "not refused: " + verdict;
    }
}
