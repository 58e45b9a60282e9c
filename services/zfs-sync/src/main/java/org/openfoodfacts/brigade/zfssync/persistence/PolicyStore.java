package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.NodePolicies;

/** What the fleet declares of snapshots, what was ordered for it, and what the agents say came of it; each for all nodes in one query. */
@ApplicationScoped
public class PolicyStore {
    private static final String LOCK = "select 1 from pg_advisory_xact_lock(hashtext(current_schema() || '.policy'))";

    private static final String DECLARED = """
            with declared as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                node text, file text, text text, managed jsonb, policies jsonb)),
            gone as (delete from node_policies where node not in (select node from declared))
            insert into node_policies (node, file, text, managed, policies) select node, file, text, managed, policies from declared
            on conflict (node) do update set file = excluded.file, text = excluded.text, managed = excluded.managed,
              policies = excluded.policies""";

    private static final String ORDERED = """
            insert into policy_order as before (node, generation, content, since) values (:node, :generation, :content, :since)
            on conflict (node) do update set generation = excluded.generation, content = excluded.content,
              since = case when exists (select from policy_run r where r.node = before.node and r.generation >= before.generation)
                then excluded.since else before.since end""";

    private static final String RAN = """
            insert into policy_run (node, generation, ran_at, runs, problem)
            values (:node, :generation, cast(cast(:ranAt as text) as timestamptz), :runs, cast(:problem as text))
            on conflict (node) do update set generation = excluded.generation, ran_at = excluded.ran_at, runs = excluded.runs,
              problem = excluded.problem""";

    /** One at a time decides about orders and troubles until the transaction ends. */
    public Uni<Void> lock(Session session) {
        return session.createNativeQuery(LOCK, Integer.class).getSingleResult().replaceWithVoid();
    }

    public Uni<Void> replaceAll(Session session, List<NodePolicies> declared) {
        return session.createNativeQuery(DECLARED)
                .setParameter("json", JsonText.write(declared))
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<List<NodePolicies>> declared(Session session) {
        return rows(session, "select node, file, text, managed, policies from node_policies order by node")
                .map(rows -> rows.stream()
                        .map(row -> new NodePolicies(
                                (String) row[0],
                                (String) row[1],
                                (String) row[2],
                                List.of(JsonText.read((String) row[3], String[].class)),
                                List.of(JsonText.read((String) row[4], DeclaredPolicy[].class))))
                        .toList());
    }

    /** Of one node; empty where it declares none. */
    public Uni<NodePolicies> declared(Session session, String node) {
        return declared(session)
                .map(all -> all.stream()
                        .filter(one -> one.node().equals(node))
                        .findFirst()
                        .orElseGet(() -> NodePolicies.none(node)));
    }

    /** By node, of those nodes only that declare policies. */
    public Uni<Map<String, List<String>>> datasets(Session session) {
        return rows(session, "select d.node, d.name from dataset d join node_policies p on p.node = d.node")
                .map(rows -> rows.stream()
                        .collect(groupingBy(row -> (String) row[0], mapping(row -> (String) row[1], toList()))));
    }

    /** An order as it was last sent. {@code since} is when the first was made that the agent had not followed. */
    public record StoredOrder(String node, long generation, String content, Instant since) {}

    public Uni<Map<String, StoredOrder>> orders(Session session) {
        return rows(session, "select node, generation, content, since from policy_order")
                .map(rows -> rows.stream()
                        .map(row ->
                                new StoredOrder((String) row[0], (Long) row[1], (String) row[2], Rows.instant(row[3])))
                        .collect(toMap(StoredOrder::node, order -> order)));
    }

    /** {@code since} stays what it was while the agent has not followed the one before either. */
    public Uni<Void> ordered(Session session, StoredOrder order) {
        return session.createNativeQuery(ORDERED)
                .setParameter("node", order.node())
                .setParameter("generation", order.generation())
                .setParameter("content", order.content())
                .setParameter("since", order.since())
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Void> ran(Session session, String node, PoliciesFact fact) {
        return session.createNativeQuery(RAN)
                .setParameter("node", node)
                .setParameter("generation", fact.generation())
                .setParameter(
                        "ranAt", fact.ranAt() == null ? null : fact.ranAt().toString())
                .setParameter("runs", JsonText.write(fact.runs()))
                .setParameter("problem", fact.problem())
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Map<String, PoliciesFact>> runs(Session session) {
        return rows(session, "select node, generation, ran_at, runs, problem from policy_run")
                .map(rows -> rows.stream().collect(toMap(row -> (String) row[0], PolicyStore::run)));
    }

    private static PoliciesFact run(Object[] row) {
        List<PolicyRun> runs = List.of(JsonText.read((String) row[3], PolicyRun[].class));
        return new PoliciesFact((Long) row[1], Rows.instant(row[2]), runs, (String) row[4]);
    }

    /** The problem by dataset, by node. */
    public Uni<Map<String, Map<String, String>>> troubles(Session session) {
        return rows(session, "select node, dataset, problem from policy_trouble")
                .map(rows -> rows.stream()
                        .collect(groupingBy(
                                row -> (String) row[0], toMap(row -> (String) row[1], row -> (String) row[2]))));
    }

    public Uni<Void> trouble(Session session, String node, String dataset, String problem, Instant since) {
        return session.createNativeQuery("insert into policy_trouble (node, dataset, since, problem)"
                        + " values (:node, :dataset, :since, :problem)")
                .setParameter("node", node)
                .setParameter("dataset", dataset)
                .setParameter("since", since)
                .setParameter("problem", problem)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Void> recovered(Session session, String node, String dataset) {
        return session.createNativeQuery("delete from policy_trouble where node = :node and dataset = :dataset")
                .setParameter("node", node)
                .setParameter("dataset", dataset)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<List<Object[]>> rows(Session session, String statement) {
        return session.createNativeQuery(statement, Object[].class).getResultList();
    }
}
