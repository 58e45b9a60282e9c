package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredExport;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** Who uses the datasets of each node, as the newest fleet declares it. */
@ApplicationScoped
public class UseStore {
    private static final String USES = """
            with declared as (
              select node, coalesce(cast(mounts as text), '[]') as mounts, coalesce(cast(exports as text), '[]') as exports
              from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as u(node text, mounts jsonb, exports jsonb)),
            gone as (delete from node_use where node not in (select node from declared))
            insert into node_use (node, mounts, exports) select node, mounts, exports from declared
            on conflict (node) do update set mounts = excluded.mounts, exports = excluded.exports""";

    private static final String USED = """
            select node, mounts, exports from node_use where (mounts <> '[]' or exports <> '[]')
              and node in (select jsonb_array_elements_text(cast(cast(:json as text) as jsonb)))""";

    public Uni<Void> replaceAll(Session session, List<DeclaredZfs> declared) {
        return session.createNativeQuery(USES)
                .setParameter("json", JsonText.write(declared))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Of one node; what is managed there is {@link PolicyStore}'s. */
    public Uni<DeclaredZfs> of(Session session, String node) {
        return session.createNativeQuery("select mounts, exports from node_use where node = :node", Object[].class)
                .setParameter("node", node)
                .getSingleResultOrNull()
                .map(row -> row == null
                        ? new DeclaredZfs(node, List.of(), List.of(), List.of(), List.of())
                        : declared(node, (String) row[0], (String) row[1]));
    }

    /** Of these nodes those on which anything is used; what is managed there is {@link PolicyStore}'s. */
    public Uni<List<DeclaredZfs>> usedOf(Session session, Collection<String> nodes) {
        return session.createNativeQuery(USED, Object[].class)
                .setParameter("json", JsonText.write(nodes))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> declared((String) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    private static DeclaredZfs declared(String node, String mounts, String exports) {
        return new DeclaredZfs(
                node,
                List.of(),
                List.of(),
                List.of(JsonText.read(mounts, DeclaredMount[].class)),
                List.of(JsonText.read(exports, DeclaredExport[].class)));
    }
}
