package org.openfoodfacts.brigade.security.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.security.domain.Invitation;

/** Invitations and identities. */
@ApplicationScoped
public class IdentityStore {

    /** Replaces an earlier invitation of the node. */
    public Uni<Void> save(Session session, Invitation invitation) {
        return session.merge(new InvitationEntity(invitation)).replaceWithVoid();
    }

    /** The node's invitation, locked so that one of two concurrent enrolments waits; null when there is none. */
    public Uni<Invitation> lockInvitation(Session session, String node) {
        return session.find(InvitationEntity.class, node, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNotNull()
                .transform(InvitationEntity::toInvitation);
    }

    public Uni<Void> claim(Session session, String node, String signingKey) {
        return session.find(InvitationEntity.class, node)
                .invoke(invitation -> invitation.claim(signingKey))
                .replaceWithVoid();
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

    /** The identity after revocation, null when there is no node of that name or it is revoked already. */
    public Uni<NodeIdentity> revoke(Session session, String node, String reason, Instant now) {
        return session.find(NodeEntity.class, node, LockModeType.PESSIMISTIC_WRITE)
                .map(entity -> {
                    if (entity == null || entity.toIdentity().status() == NodeIdentity.Status.REVOKED) {
                        return null;
                    }
                    entity.revoke(reason, now);
                    return entity.toIdentity();
                });
    }

    /** Revoked nodes that Kafka may still know. */
    public Uni<List<String>> accessToRemove(Session session) {
        return session.createNativeQuery(
                        "select name from node where status = 'REVOKED' and access_removed_at is null"
                                + " for update skip locked",
                        String.class)
                .getResultList();
    }

    public Uni<Void> accessRemoved(Session session, String node, Instant now) {
        return session.find(NodeEntity.class, node)
                .invoke(entity -> entity.accessRemoved(now))
                .replaceWithVoid();
    }
}
