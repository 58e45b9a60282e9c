package org.openfoodfacts.brigade.proxyconfig.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;

/** The declared proxies, and which nodes are enrolled: only those have a topic that an order can be sent to. */
@ApplicationScoped
public class ProxyStore {
    private static final String ENROL = """
            insert into enrolled_node (node, key_id, enrolled, told_at) values (:node, :key, :enrolled, :at)
            on conflict (node) do update
              set key_id = excluded.key_id, enrolled = excluded.enrolled, told_at = excluded.told_at
              where enrolled_node.told_at < excluded.told_at""";

    /** By name. */
    public Uni<List<Proxy>> all(Session session) {
        return session.createQuery("from ProxyEntity order by node", ProxyEntity.class)
                .getResultList()
                .chain(proxies -> enrolled(session)
                        .map(enrolled -> proxies.stream()
                                .map(p -> p.toProxy(
                                        enrolled.contains(p.toProxy(false).node())))
                                .toList()));
    }

    private static Uni<List<String>> enrolled(Session session) {
        return session.createNativeQuery("select node from enrolled_node where enrolled", String.class)
                .getResultList();
    }

    /** False when newer news of the node is known already. */
    public Uni<Boolean> note(Session session, NodeIdentity identity, Instant at) {
        return session.createNativeQuery(ENROL)
                .setParameter("node", identity.node())
                .setParameter("key", identity.keyId())
                .setParameter("enrolled", identity.status() == NodeIdentity.Status.ENROLLED)
                .setParameter("at", at)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    public Uni<Void> add(Session session, List<String> nodes) {
        return session.persistAll(nodes.stream().map(ProxyEntity::new).toArray())
                .chain(session::flush);
    }

    public Uni<Void> remove(Session session, List<String> nodes) {
        return nodes.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createMutationQuery("delete from ProxyEntity where node in :nodes")
                        .setParameter("nodes", nodes)
                        .executeUpdate()
                        .replaceWithVoid();
    }

    public Uni<Void> ordered(Session session, List<String> nodes, long generation, Instant now) {
        return nodes.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createQuery("from ProxyEntity where node in :nodes", ProxyEntity.class)
                        .setParameter("nodes", nodes)
                        .getResultList()
                        .invoke(rows -> rows.forEach(row -> row.ordered(generation, now)))
                        .chain(session::flush);
    }

    /** Locked; null when the fleet declares no such proxy. */
    public Uni<Proxy> lock(Session session, String node) {
        return locked(session, node).onItem().ifNotNull().transform(row -> row.toProxy(true));
    }

    public Uni<Void> applied(Session session, String node, long generation) {
        return locked(session, node).invoke(row -> row.applied(generation)).chain(session::flush);
    }

    public Uni<Void> failed(Session session, String node, long generation, String why) {
        return locked(session, node).invoke(row -> row.failed(generation, why)).chain(session::flush);
    }

    /** False when the node is no proxy, or a newer fact of it is known already. */
    public Uni<Boolean> isNewestFact(Session session, String node, Instant at) {
        return locked(session, node).map(row -> row != null && row.isNewest(at)).call(session::flush);
    }

    private static Uni<ProxyEntity> locked(Session session, String node) {
        return session.find(ProxyEntity.class, node, LockModeType.PESSIMISTIC_WRITE);
    }
}
