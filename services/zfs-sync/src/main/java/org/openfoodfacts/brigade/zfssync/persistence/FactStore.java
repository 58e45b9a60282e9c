package org.openfoodfacts.brigade.zfssync.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotSummary;

/** Writes what facts say: whatever a record lists in one statement, however long the list is, touching only rows that differ. */
@ApplicationScoped
public class FactStore {
    private static final String NEWEST = "insert into fact (record_key, observed_at) values (:key, :at)"
            + " on conflict (record_key) do update set observed_at = excluded.observed_at"
            + " where fact.observed_at <= excluded.observed_at";

    private static final String POOLS = """
            with seen as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                name text, guid text, health text, "sizeBytes" bigint, "allocatedBytes" bigint, "freeBytes" bigint,
                "fragmentationPercent" integer)),
            gone as (delete from pool where node = :node and name not in (select name from seen))
            insert into pool (node, name, guid, health, size_bytes, allocated_bytes, free_bytes, fragmentation_percent)
            select :node, name, guid, health, "sizeBytes", "allocatedBytes", "freeBytes", "fragmentationPercent" from seen
            on conflict (node, name) do update set guid = excluded.guid, health = excluded.health,
              size_bytes = excluded.size_bytes, allocated_bytes = excluded.allocated_bytes,
              free_bytes = excluded.free_bytes, fragmentation_percent = excluded.fragmentation_percent""";

    private static final String DATASETS = """
            with seen as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as d(
                name text, guid text, type text, "usedBytes" bigint, "availableBytes" bigint, "referencedBytes" bigint,
                origin text, "mountPoint" text, receiving jsonb)),
            gone as (delete from dataset where node = :node and name not in (select name from seen))
            insert into dataset (node, name, guid, type, used_bytes, available_bytes, referenced_bytes, origin, mount_point,
              resume_token, written_bytes, encrypted)
            select :node, name, guid, type, "usedBytes", "availableBytes", "referencedBytes", origin, "mountPoint",
              receiving ->> 'resumeToken', coalesce(cast(receiving ->> 'writtenBytes' as bigint), 0),
              coalesce(cast(receiving ->> 'encrypted' as boolean), false) from seen
            on conflict (node, name) do update set guid = excluded.guid, type = excluded.type,
              used_bytes = excluded.used_bytes, available_bytes = excluded.available_bytes,
              referenced_bytes = excluded.referenced_bytes, origin = excluded.origin, mount_point = excluded.mount_point,
              resume_token = excluded.resume_token, written_bytes = excluded.written_bytes, encrypted = excluded.encrypted
            where (dataset.guid, dataset.used_bytes, dataset.available_bytes, dataset.referenced_bytes, dataset.origin,
              dataset.mount_point, dataset.resume_token, dataset.written_bytes, dataset.encrypted) is distinct from (
              excluded.guid, excluded.used_bytes, excluded.available_bytes, excluded.referenced_bytes, excluded.origin,
              excluded.mount_point, excluded.resume_token, excluded.written_bytes, excluded.encrypted)""";

    private static final String SNAPSHOTS = """
            with seen as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as s(
                name text, guid text, "createTxg" bigint, creation timestamptz, "usedBytes" bigint, holds text, clones text,
                expiry jsonb, "writtenBytes" bigint)),
            gone as (
              delete from snapshot where node = :node and dataset = :dataset and name not in (select name from seen))
            insert into snapshot (node, dataset, name, guid, create_txg, creation, used_bytes, holds, clones, reason, expires_at,
              written_bytes)
            select :node, :dataset, name, guid, "createTxg", creation, "usedBytes", holds, clones,
              expiry ->> 'reason', cast(expiry ->> 'expiresAt' as timestamptz), "writtenBytes" from seen
            on conflict (node, dataset, name) do update set guid = excluded.guid, create_txg = excluded.create_txg,
              creation = excluded.creation, used_bytes = excluded.used_bytes, holds = excluded.holds,
              clones = excluded.clones, reason = excluded.reason, expires_at = excluded.expires_at,
              written_bytes = excluded.written_bytes
            where (snapshot.guid, snapshot.used_bytes, snapshot.holds, snapshot.clones, snapshot.expires_at, snapshot.written_bytes)
              is distinct from (excluded.guid, excluded.used_bytes, excluded.holds, excluded.clones, excluded.expires_at,
              excluded.written_bytes)""";

    private static final String SUMMARY = """
            insert into snapshot_list (node, dataset, snapshots, used_bytes, newest, newest_at, observed_at, bookmarks, listed)
            values (:node, :dataset, :count, :used, cast(:newest as text), cast(cast(:newestAt as text) as timestamptz), :at, :bookmarks,
              :listed)
            on conflict (node, dataset) do update set snapshots = excluded.snapshots, used_bytes = excluded.used_bytes,
              newest = excluded.newest, newest_at = excluded.newest_at, observed_at = excluded.observed_at,
              bookmarks = excluded.bookmarks, listed = excluded.listed""";

    /** False when a newer fact of this key is known already. */
    public Uni<Boolean> isNewest(Session session, String key, Instant at) {
        return session.createNativeQuery(NEWEST)
                .setParameter("key", key)
                .setParameter("at", at)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** When the node told of its datasets last; null when it never did. */
    public Uni<Instant> datasetsToldAt(Session session, String node) {
        return toldAt(session, node + "/datasets");
    }

    /** When the node listed the snapshots of this dataset last, or said that it no longer does; null when it never did. */
    public Uni<Instant> snapshotsToldAt(Session session, String node, String dataset) {
        return toldAt(session, node + "/snapshots/" + dataset);
    }

    private static Uni<Instant> toldAt(Session session, String key) {
        return session.createNativeQuery("select observed_at from fact where record_key = :key", Instant.class)
                .setParameter("key", key)
                .getSingleResultOrNull();
    }

    /** The nodes whose datasets were ever told of. */
    public Uni<Set<String>> seenNodes(Session session) {
        return session.createNativeQuery(
                        "select split_part(record_key, '/', 1) from fact where record_key like '%/datasets'",
                        String.class)
                .getResultList()
                .map(nodes -> nodes.stream().collect(toSet()));
    }

    /** By node. */
    public Uni<Map<String, Set<String>>> clones(Session session) {
        return session.createNativeQuery("select node, name from dataset where origin is not null", Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(groupingBy(row -> (String) row[0], mapping(row -> (String) row[1], toSet()))));
    }

    public Uni<Void> replacePools(Session session, String node, List<Pool> pools) {
        return replace(session, POOLS, node, pools);
    }

    public Uni<Void> replaceDatasets(Session session, String node, List<Dataset> datasets) {
        return replace(session, DATASETS, node, datasets);
    }

    public Uni<Void> replaceSnapshots(Session session, String node, SnapshotsFact fact, SnapshotSummary summary) {
        return replaceSnapshots(session, node, fact, summary, true);
    }

    /** The agent says at this time that it no longer lists the dataset. */
    public Uni<Void> noLongerListed(Session session, String node, String dataset, Instant at) {
        var nothing = new SnapshotsFact(dataset, List.of(), List.of());
        return replaceSnapshots(session, node, nothing, SnapshotSummary.of(nothing, at), false);
    }

    private static Uni<Void> replaceSnapshots(
            Session session, String node, SnapshotsFact fact, SnapshotSummary summary, boolean listed) {
        return session.createNativeQuery(SNAPSHOTS)
                .setParameter("json", JsonText.write(fact.snapshots()))
                .setParameter("node", node)
                .setParameter("dataset", fact.dataset())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(SUMMARY)
                        .setParameter("node", node)
                        .setParameter("dataset", fact.dataset())
                        .setParameter("count", summary.count())
                        .setParameter("used", summary.usedBytes())
                        .setParameter("newest", summary.newest())
                        .setParameter(
                                "newestAt",
                                summary.newestAt() == null
                                        ? null
                                        : summary.newestAt().toString())
                        .setParameter("at", summary.observedAt())
                        .setParameter("bookmarks", JsonText.write(fact.bookmarks()))
                        .setParameter("listed", listed)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> replace(Session session, String statement, String node, List<?> items) {
        return session.createNativeQuery(statement)
                .setParameter("json", JsonText.write(items))
                .setParameter("node", node)
                .executeUpdate()
                .replaceWithVoid();
    }
}
