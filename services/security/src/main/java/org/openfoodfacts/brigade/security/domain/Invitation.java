package org.openfoodfacts.brigade.security.domain;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;

/** A stored invitation. {@code claimedBy} is the signing key that used it, null while it is open. */
public record Invitation(String node, String secretHash, Instant expiresAt, String madeBy, String claimedBy) {

    /** What may happen with an invitation that somebody presents. */
    public sealed interface Verdict {

        /** The first use: it is now this key's. */
        record Claim() implements Verdict {}

        /** The same machine asks again, because it did not get the first answer. */
        record Repeat() implements Verdict {}

        record Refuse(String why) implements Verdict {}
    }

    /** Decides about a token and the signing key that comes with it. A used token is good for the same key only, and until its end. */
    public Verdict judge(InvitationToken token, String signingKey, Instant now) {
        if (!token.node().equals(node) || !token.hasSecretHash(secretHash)) {
            return new Verdict.Refuse("the token is not the one that was made last for " + node);
        }
        if (!now.isBefore(expiresAt)) {
            return new Verdict.Refuse("the token ended at " + expiresAt + "; make a new one with 'brigade node add'");
        }
        if (claimedBy == null) {
            return new Verdict.Claim();
        }
        return claimedBy.equals(signingKey)
                ? new Verdict.Repeat()
                : new Verdict.Refuse("the token was used by another machine already");
    }
}
