package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.LastCommons;
import org.openfoodfacts.brigade.zfssync.domain.Stray;

/** What nobody will take away, of one node or all. */
@ApplicationScoped
public class StrayStore {
    /** sanoid's own and those of Brigade are nearly all of them, so they are left out where they lie, unless somebody holds them or their end is past. */
    private static final String SNAPSHOTS = """
            select node, dataset, name, creation, used_bytes, holds, expires_at, guid, clones from snapshot
            where (:anyNode or node = :node)
              and (expires_at < :past or holds like '%"brigade:%' or (name not like 'autosnap\\_%' and name not like 'brigade\\_%'))""";

    private static final String DATASETS =
            "select node, name, used_bytes from dataset where (:anyNode or node = :node) and name like '%.aside-%'";

    /** In no order. */
    public Uni<List<Stray>> of(
            Session session, String node, Set<Stray.Hold> declared, LastCommons commons, Instant now) {
        return session.createNativeQuery(SNAPSHOTS, Object[].class)
                .setParameter("anyNode", node == null)
                .setParameter("node", node == null ? "" : node)
                .setParameter("past", now.minus(Stray.EXPIRED_AFTER))
                .getResultList()
                .chain(snapshots -> session.createNativeQuery(DATASETS, Object[].class)
                        .setParameter("anyNode", node == null)
                        .setParameter("node", node == null ? "" : node)
                        .getResultList()
                        .map(datasets -> strays(snapshots, datasets, declared, commons, now)));
    }

    private static List<Stray> strays(
            List<Object[]> snapshots,
            List<Object[]> datasets,
            Set<Stray.Hold> declared,
            LastCommons commons,
            Instant now) {
        List<Stray> strays = new ArrayList<>();
        snapshots.stream()
                .map(row -> Stray.of(seen(row), declared, commons, now))
                .flatMap(Optional::stream)
                .forEach(strays::add);
        datasets.stream()
                .map(row -> Stray.ofDataset((String) row[0], (String) row[1], (Long) row[2]))
                .flatMap(Optional::stream)
                .forEach(strays::add);
        return strays;
    }

    private static Stray.Seen seen(Object[] row) {
        return new Stray.Seen(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[7],
                Rows.instant(row[3]),
                (Long) row[4],
                List.of(JsonText.read((String) row[5], String[].class)),
                List.of(JsonText.read((String) row[8], String[].class)),
                Rows.instant(row[6]));
    }
}
