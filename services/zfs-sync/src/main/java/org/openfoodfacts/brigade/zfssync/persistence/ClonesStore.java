package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;

/** The declared sets of staging clones, and what the facts say of the datasets they name. */
@ApplicationScoped
public class ClonesStore {
    private static final String SETS = """
            with declared as (
              select name, node, cast(spec as text) as spec from (
                select e ->> 'name' as name, e ->> 'node' as node, e as spec
                from jsonb_array_elements(cast(cast(:json as text) as jsonb)) as e) as each_one),
            gone as (delete from staging_clones where name not in (select name from declared))
            insert into staging_clones (name, node, spec) select name, node, spec from declared
            on conflict (name) do update set node = excluded.node, spec = excluded.spec,
              scheduled_since = case
                when cast(staging_clones.spec as jsonb) -> 'schedule' is distinct from cast(excluded.spec as jsonb) -> 'schedule' then now()
                else staging_clones.scheduled_since end""";

    /** Of each dataset that there is: guid, origin, and when its origin was taken, by the facts. */
    private static final String PLACES = """
            select d.name, d.guid, d.origin, s.creation from dataset d
            left join snapshot s on s.node = d.node and s.dataset = split_part(d.origin, '@', 1) and s.name = split_part(d.origin, '@', 2)
            where d.node = :node and d.name in (:names)""";

    /** A dataset that has the name of a clone; {@code origin} null when it is none, {@code at} when its snapshot was taken, null when that is not known. */
    public record Place(String dataset, String guid, String origin, Instant at) {}

    public Uni<Void> replaceAll(Session session, List<DeclaredClones> declared) {
        return session.createNativeQuery(SETS)
                .setParameter("json", JsonText.write(declared))
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<List<StagingClones>> all(Session session) {
        return session.createNativeQuery("select spec from staging_clones order by name", String.class)
                .getResultList()
                .map(rows -> rows.stream().map(ClonesStore::set).toList());
    }

    /** Since when each set, by its name, has the schedule that it has. */
    public Uni<Map<String, Instant>> scheduledSince(Session session) {
        return session.createNativeQuery("select name, scheduled_since from staging_clones", Object[].class)
                .getResultList()
                .map(rows -> rows.stream().collect(toMap(row -> (String) row[0], row -> Rows.instant(row[1]))));
    }

    /** Null when none is declared under this name; locked, so that only one refresh of it begins. */
    public Uni<StagingClones> lock(Session session, String name) {
        return session.createNativeQuery("select spec from staging_clones where name = :name for update", String.class)
                .setParameter("name", name)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(ClonesStore::set);
    }

    private static StagingClones set(String spec) {
        return new StagingClones(JsonText.read(spec, DeclaredClones.class));
    }

    /** Of the names those that there are on the node, by name. */
    public Uni<Map<String, Place>> places(Session session, String node, List<String> names) {
        return session.createNativeQuery(PLACES, Object[].class)
                .setParameter("node", node)
                .setParameter("names", names)
                .getResultList()
                .map(rows -> {
                    Map<String, Place> places = new TreeMap<>();
                    rows.stream().map(ClonesStore::place).forEach(place -> places.put(place.dataset(), place));
                    return places;
                });
    }

    private static Place place(Object[] row) {
        return new Place((String) row[0], (String) row[1], (String) row[2], Rows.instant(row[3]));
    }
}
