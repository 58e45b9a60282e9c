package org.openfoodfacts.brigade.security.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.security.domain.Invitation;
import org.openfoodfacts.brigade.security.domain.Refusals;

/** The invitation made last for a node. */
@Entity
@Table(name = "invitation")
public class InvitationEntity {
    @Id
    private String node;

    @Column(name = "secret_hash")
    private String secretHash;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "made_by")
    private String madeBy;

    @Column(name = "claimed_by")
    private String claimedBy;

    @Column(name = "untold_refusals")
    private int untoldRefusals;

    @Column(name = "refusal_told_at")
    private Instant refusalToldAt;

    protected InvitationEntity() {}

    InvitationEntity(Invitation invitation) {
        this.node = invitation.node();
        this.secretHash = invitation.secretHash();
        this.expiresAt = invitation.expiresAt();
        this.madeBy = invitation.madeBy();
        this.claimedBy = invitation.claimedBy();
    }

    Invitation toInvitation() {
        return new Invitation(node, secretHash, expiresAt, madeBy, claimedBy);
    }

    Refusals refusals() {
        return new Refusals(untoldRefusals, refusalToldAt);
    }

    void refused(Refusals refusals) {
        untoldRefusals = refusals.untold();
        refusalToldAt = refusals.toldAt();
    }

    void claim(String signingKey) {
        claimedBy = signingKey;
    }
}
