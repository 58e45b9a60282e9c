package org.openfoodfacts.brigade.security.domain;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.enrolment.InvitationToken;

/** A stored invitation. {@code claimedBy} are the keys that used it, null while it is open. */
public record Invitation(String node, String secretHash, Instant expiresAt, String madeBy, NodeKeys claimedBy) {

    /** What may happen with an invitation that somebody presents. */
    public sealed interface Verdict {

        /** The first use: it is now these keys'. */
        record Claim() implements Verdict {}

        /** The same machine asks again, because it did not get the first answer. */
        record Repeat() implements Verdict {}

        record Refuse(String why) implements Verdict {}

        /** Nobody asked for this node; not worth an event, since anybody may make up names. */
        record NotInvited(String node) implements Verdict {
            public String why() {
                return "nobody invited a node " + node;
            }
        }
    }

    /** Decides about a token and the keys that come with it. A used token is good for both the same keys only, and until its end. */
    public Verdict judge(InvitationToken token, NodeKeys keys, KeyUse use, Instant now) {
        if (!token.node().equals(node) || !token.hasSecretHash(secretHash)) {
            return new Verdict.Refuse("the token is not the one that was made last for " + node);
        }
        if (!now.isBefore(expiresAt)) {
            return new Verdict.Refuse("the token ended at " + expiresAt + "; make a new one with 'brigade node add'");
        }
        if (claimedBy != null && !claimedBy.equals(keys)) {
            return new Verdict.Refuse("the token was used by another machine already");
        }
        return use.objection()
                .<Verdict>map(Verdict.Refuse::new)
                .orElseGet(() -> claimedBy == null ? new Verdict.Claim() : new Verdict.Repeat());
    }
}
