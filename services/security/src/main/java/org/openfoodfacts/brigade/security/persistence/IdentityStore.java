package org.openfoodfacts.brigade.security.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.security.domain.Invitation;
import org.openfoodfacts.brigade.security.domain.KeyUse;
import org.openfoodfacts.brigade.security.domain.NodeKeys;
import org.openfoodfacts.brigade.security.domain.Refusals;

/** Invitations and identities. */
@ApplicationScoped
public class IdentityStore {

    /** Makes transactions about this node wait for each other, in every instance, until they end. */
    public Uni<Void> exclusively(Session session, String node) {
        return session.createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended('node ' || :node, 0))", Integer.class)
                .setParameter("node", node)
                .getSingleResult()
                .replaceWithVoid();
    }

    /** Replaces an earlier invitation of the node. */
    public Uni<Void> save(Session session, Invitation invitation) {
        return session.merge(new InvitationEntity(invitation)).replaceWithVoid();
    }

    /** Null when there is none. */
    public Uni<Invitation> invitation(Session session, String node) {
        return session.find(InvitationEntity.class, node)
                .onItem()
                .ifNotNull()
                .transform(InvitationEntity::toInvitation);
    }

    /** Of the node's invitation, which must exist. */
    public Uni<Refusals> refusals(Session session, String node) {
        return session.find(InvitationEntity.class, node).map(InvitationEntity::refusals);
    }

    public Uni<Void> save(Session session, String node, Refusals refusals) {
        return session.find(InvitationEntity.class, node)
                .invoke(invitation -> invitation.refused(refusals))
                .replaceWithVoid();
    }

    public Uni<Void> claim(Session session, String node, NodeKeys keys) {
        return session.find(InvitationEntity.class, node)
                .invoke(invitation -> invitation.claim(keys))
                .replaceWithVoid();
    }

    /** What is known of these keys outside the node that wants to enrol with them. */
    public Uni<KeyUse> useOf(Session session, String node, NodeKeys machine) {
        List<String> keys = List.of(machine.signingKey(), machine.sealingKey());
        return session.createQuery(
                        "select name from NodeEntity where name <> :node and (signingKey in :keys or sealingKey in :keys)",
                        String.class)
                .setParameter("node", node)
                .setParameter("keys", keys)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .chain(usedBy -> session.createQuery(
                                "select node from RevokedKeyEntity where publicKey in :keys", String.class)
                        .setParameter("keys", keys)
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .map(revokedWith -> new KeyUse(usedBy, revokedWith)));
    }

    public Uni<Void> save(Session session, NodeIdentity identity) {
        return session.merge(new NodeEntity(identity)).replaceWithVoid();
    }

    /** Null when the node never enrolled. */
    public Uni<NodeIdentity> find(Session session, String node) {
        return session.find(NodeEntity.class, node).onItem().ifNotNull().transform(NodeEntity::toIdentity);
    }

    public Uni<List<NodeIdentity>> list(Session session, String after, int limit) {
        return session.createQuery("from NodeEntity where name > :after order by name", NodeEntity.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(NodeEntity::toIdentity).toList());
    }

    /**
     * The identity after revocation, null when there is no node of that name or it is revoked already. Its invitation is void: the token
     * it came in with is not good for coming in again.
     */
    public Uni<NodeIdentity> revoke(Session session, String node, String reason, Instant now) {
        return session.find(NodeEntity.class, node).chain(entity -> {
            if (entity == null || entity.toIdentity().status() == NodeIdentity.Status.REVOKED) {
                return Uni.createFrom().nullItem();
            }
            entity.revoke(reason, now);
            NodeIdentity revoked = entity.toIdentity();
            return session.persistAll(
                            new RevokedKeyEntity(revoked.signingKey(), node, now),
                            new RevokedKeyEntity(revoked.sealingKey(), node, now))
                    .chain(() -> session.createMutationQuery("delete from InvitationEntity where node = :node")
                            .setParameter("node", node)
                            .executeUpdate())
                    .replaceWith(revoked);
        });
    }

    /** Revoked nodes that Kafka may still let in. */
    public Uni<List<String>> accessToRemove(Session session) {
        return session.createNativeQuery(
                        "select name from node where status = 'REVOKED' and access_removed_at is null", String.class)
                .getResultList();
    }

    public Uni<Boolean> mustLoseAccess(Session session, String node) {
        return session.find(NodeEntity.class, node).map(NodeEntity::mustLoseAccess);
    }

    public Uni<Void> accessRemoved(Session session, String node, Instant now) {
        return session.find(NodeEntity.class, node)
                .invoke(entity -> entity.accessRemoved(now))
                .replaceWithVoid();
    }
}
