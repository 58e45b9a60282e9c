package org.openfoodfacts.brigade.security.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.security.domain.Invitation;
import org.openfoodfacts.brigade.security.domain.NodeKeys;
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

    @Column(name = "claimed_sealing_key")
    private String claimedSealingKey;

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
        NodeKeys claimed = invitation.claimedBy();
        this.claimedBy = claimed == null ? null : claimed.signingKey();
        this.claimedSealingKey = claimed == null ? null : claimed.sealingKey();
    }

    Invitation toInvitation() {
        NodeKeys claimed = claimedBy == null ? null : new NodeKeys(claimedBy, claimedSealingKey);
        return new Invitation(node, secretHash, expiresAt, madeBy, claimed);
    }

    Refusals refusals() {
        return new Refusals(untoldRefusals, refusalToldAt);
    }

    void refused(Refusals refusals) {
        untoldRefusals = refusals.untold();
        refusalToldAt = refusals.toldAt();
    }

    void claim(NodeKeys keys) {
        claimedBy = keys.signingKey();
        claimedSealingKey = keys.sealingKey();
    }
}
