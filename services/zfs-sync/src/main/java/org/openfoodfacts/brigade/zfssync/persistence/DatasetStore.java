package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.zfssync.domain.PoolRecord;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotSummary;

/** What the facts say of pools, datasets and snapshots. */
@ApplicationScoped
public class DatasetStore {

    public record NodePool(String node, Pool pool) {
        public PoolRecord.Key key() {
            return new PoolRecord.Key(node, pool.name());
        }
    }

    public record NodeDatasetRow(String node, Dataset dataset, SnapshotSummary snapshots, List<Bookmark> bookmarks) {
        public NodeDatasetRow {
            bookmarks = List.copyOf(bookmarks);
        }
    }

    /** Of one node or one pool when these are not null; behind {@code node/name}. */
    public record Filter(String node, String pool, String after) {
        private String afterNode() {
            int slash = after.indexOf('/');
            return slash < 0 ? after : after.substring(0, slash);
        }

        private String afterName() {
            return after.substring(Math.min(after.length(), afterNode().length() + 1));
        }
    }

    public Uni<List<NodePool>> pools(Session session, Filter filter, int limit) {
        var query = session.createQuery(
                        "from PoolEntity p where (:anyNode = true or p.key.node = :node)"
                                + " and (:anyPool = true or p.key.name = :pool)"
                                + " and (p.key.node > :afterNode or p.key.node = :afterNode and p.key.name > :afterName)"
                                + " order by p.key.node, p.key.name",
                        PoolEntity.class)
                .setParameter("anyNode", filter.node() == null)
                .setParameter("node", text(filter.node()))
                .setParameter("anyPool", filter.pool() == null)
                .setParameter("pool", text(filter.pool()))
                .setParameter("afterNode", filter.afterNode())
                .setParameter("afterName", filter.afterName())
                .setMaxResults(limit);
        return query.getResultList()
                .map(rows -> rows.stream()
                        .map(p -> new NodePool(p.node(), p.toPool()))
                        .toList());
    }

    public Uni<List<NodeDatasetRow>> datasets(Session session, Filter filter, int limit) {
        var query = session.createQuery(
                        "select d, l from DatasetEntity d left join SnapshotListEntity l"
                                + " on l.key.node = d.key.node and l.key.name = d.key.name"
                                + " where (:anyNode = true or d.key.node = :node) and (:anyPool = true or d.pool = :pool)"
                                + " and (d.key.node > :afterNode or d.key.node = :afterNode and d.key.name > :afterName)"
                                + " order by d.key.node, d.key.name",
                        Object[].class)
                .setParameter("anyNode", filter.node() == null)
                .setParameter("node", text(filter.node()))
                .setParameter("anyPool", filter.pool() == null)
                .setParameter("pool", text(filter.pool()))
                .setParameter("afterNode", filter.afterNode())
                .setParameter("afterName", filter.afterName())
                .setMaxResults(limit);
        return query.getResultList()
                .map(rows -> rows.stream().map(DatasetStore::row).toList());
    }

    /** Null when the newest facts of the node show no such dataset. */
    public Uni<NodeDatasetRow> dataset(Session session, String node, String name) {
        return session.createQuery(
                        "select d, l from DatasetEntity d left join SnapshotListEntity l"
                                + " on l.key.node = d.key.node and l.key.name = d.key.name"
                                + " where d.key.node = :node and d.key.name = :name",
                        Object[].class)
                .setParameter("node", node)
                .setParameter("name", name)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : row(row));
    }

    /** Oldest first, behind the one of this createtxg. Within one dataset no two snapshots share a createtxg and a name. */
    public Uni<List<Snapshot>> snapshots(
            Session session, NodeDatasetKey of, long afterTxg, String afterName, int limit) {
        return session.createQuery(
                        "from SnapshotEntity s where s.key.node = :node and s.key.dataset = :dataset"
                                + " and (s.createTxg > :txg or s.createTxg = :txg and s.key.name > :name)"
                                + " order by s.createTxg, s.key.name",
                        SnapshotEntity.class)
                .setParameter("node", of.node())
                .setParameter("dataset", of.name())
                .setParameter("txg", afterTxg)
                .setParameter("name", afterName)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(SnapshotEntity::toSnapshot).toList());
    }

    /** The names of all datasets of a node. */
    public Uni<List<String>> names(Session session, String node) {
        return session.createQuery("select d.key.name from DatasetEntity d where d.key.node = :node", String.class)
                .setParameter("node", node)
                .getResultList();
    }

    /** All datasets of these nodes, by node. */
    public Uni<Map<String, List<Dataset>>> ofNodes(Session session, Collection<String> nodes) {
        return nodes.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createQuery("from DatasetEntity d where d.key.node in (:nodes)", DatasetEntity.class)
                        .setParameter("nodes", nodes)
                        .getResultList()
                        .map(rows -> rows.stream()
                                .collect(Collectors.groupingBy(
                                        DatasetEntity::node,
                                        Collectors.mapping(DatasetEntity::toDataset, Collectors.toList()))));
    }

    /** Of these datasets of the node, by dataset, oldest first. */
    public Uni<Map<String, List<Snapshot>>> snapshots(Session session, String node, List<String> datasets) {
        return session.createQuery(
                        "from SnapshotEntity s where s.key.node = :node and s.key.dataset in (:datasets) order by s.createTxg",
                        SnapshotEntity.class)
                .setParameter("node", node)
                .setParameter("datasets", datasets)
                .getResultList()
                .map(DatasetStore::byDataset);
    }

    /** Those of a dataset and all below that a hold or a clone keeps, by dataset. */
    public Uni<Map<String, List<Snapshot>>> kept(Session session, String node, String dataset) {
        return session.createQuery(
                        "from SnapshotEntity s where s.key.node = :node and (s.holds <> '[]' or s.clones <> '[]')"
                                + " and (s.key.dataset = :dataset or left(s.key.dataset, :length) = :below)",
                        SnapshotEntity.class)
                .setParameter("node", node)
                .setParameter("dataset", dataset)
                .setParameter("below", dataset + "/")
                .setParameter("length", dataset.length() + 1)
                .getResultList()
                .map(DatasetStore::byDataset);
    }

    private static Map<String, List<Snapshot>> byDataset(List<SnapshotEntity> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.key().dataset(),
                        Collectors.mapping(SnapshotEntity::toSnapshot, Collectors.toList())));
    }

    private static NodeDatasetRow row(Object[] row) {
        DatasetEntity dataset = (DatasetEntity) row[0];
        SnapshotListEntity list = (SnapshotListEntity) row[1];
        return new NodeDatasetRow(
                dataset.node(),
                dataset.toDataset(),
                list == null ? SnapshotSummary.NONE : list.toSummary(),
                list == null ? List.of() : list.toBookmarks());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
