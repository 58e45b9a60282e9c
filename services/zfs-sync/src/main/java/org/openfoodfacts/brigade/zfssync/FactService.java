package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotName;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotSummary;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetHistoryStore;
import org.openfoodfacts.brigade.zfssync.persistence.FactStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolHistoryStore;
import org.openfoodfacts.brigade.zfssync.persistence.PoolStatusStore;
import org.openfoodfacts.brigade.zfssync.persistence.RequestStore;

/** Takes over what nodes say of their pools, datasets and snapshots, and notices snapshots by hand that no report told of. */
@ApplicationScoped
public class FactService {
    private final Outbox outbox;
    private final FactStore facts;
    private final PoolHistoryStore history;
    private final DatasetHistoryStore growth;
    private final PoolStatusStore statuses;
    private final DiskService disks;
    private final PolicyStore policies;
    private final RequestStore requests;
    private final SnapshotService snapshots;

    FactService(
            Outbox outbox,
            FactStore facts,
            PoolHistoryStore history,
            DatasetHistoryStore growth,
            PoolStatusStore statuses,
            DiskService disks,
            PolicyStore policies,
            RequestStore requests,
            SnapshotService snapshots) {
        this.outbox = outbox;
        this.facts = facts;
        this.history = history;
        this.growth = growth;
        this.statuses = statuses;
        this.disks = disks;
        this.policies = policies;
        this.requests = requests;
        this.snapshots = snapshots;
    }

    /** Stores the fact unless a newer one of its key is known; facts of other services' concern pass by. */
    public Uni<Void> take(String key, Envelope envelope, Fact fact) {
        return switch (fact) {
            case PoolsFact pools ->
                ifNewest(
                        key,
                        envelope,
                        session -> facts.replacePools(session, envelope.node(), pools.pools())
                                .chain(() -> history.take(session, envelope.node(), pools.pools(), envelope.time())));
            case PoolStatusFact status ->
                ifNewest(key, envelope, session -> statuses.replace(session, envelope.node(), status.pools()));
            case DisksFact told ->
                ifNewest(key, envelope, session -> disks.take(session, envelope.node(), told.disks(), envelope.time()));
            case DatasetsFact datasets ->
                ifNewest(
                        key,
                        envelope,
                        session -> facts.replaceDatasets(session, envelope.node(), datasets.datasets())
                                .chain(() ->
                                        growth.take(session, envelope.node(), datasets.datasets(), envelope.time())));
            case SnapshotsFact listing ->
                ifNewest(
                        key,
                        envelope,
                        session -> facts.replaceSnapshots(
                                        session, envelope.node(), listing, SnapshotSummary.of(listing, envelope.time()))
                                .chain(() -> adopt(session, envelope, listing)));
            case PoliciesFact followed ->
                ifNewest(key, envelope, session -> policies.ran(session, envelope.node(), followed));
            default -> Uni.createFrom().voidItem();
        };
    }

    /** What the key spoke of is no more: the same as a fact that lists nothing, but for whether a dataset is listed at all. */
    public Uni<Void> gone(String key, EventType type, Envelope envelope) {
        return switch (type) {
            case POOLS -> take(key, envelope, new PoolsFact(List.of()));
            case POOL_STATUS -> take(key, envelope, new PoolStatusFact(List.of()));
            case DISKS -> take(key, envelope, new DisksFact(List.of()));
            case DATASETS -> take(key, envelope, new DatasetsFact(List.of()));
            case POLICIES -> take(key, envelope, new PoliciesFact(0, null, List.of(), null));
            case SNAPSHOTS ->
                ifNewest(
                        key,
                        envelope,
                        session ->
                                facts.noLongerListed(session, envelope.node(), key.split("/", 3)[2], envelope.time()));
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> ifNewest(String key, Envelope envelope, Function<Session, Uni<Void>> store) {
        return outbox.inTransaction(session -> facts.isNewest(session, key, envelope.time())
                .chain(newest ->
                        newest ? store.apply(session) : Uni.createFrom().voidItem()));
    }

    private Uni<Void> adopt(Session session, Envelope envelope, SnapshotsFact listing) {
        Map<String, Snapshot> byHand = listing.snapshots().stream()
                .filter(s -> s.name().startsWith(SnapshotName.PREFIX))
                .collect(Collectors.toMap(Snapshot::name, s -> s));
        if (byHand.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return requests.unreported(session, envelope.node(), listing.dataset(), byHand, envelope.time())
                .onItem()
                .transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem()
                .transformToUniAndConcatenate(request -> {
                    Snapshot seen = byHand.get(request.target().name());
                    var taken = new TakenSnapshot(
                            listing.dataset(), seen.name(), seen.guid(), seen.createTxg(), seen.creation());
                    return snapshots.carryOut(session, request.found(taken), envelope.causes());
                })
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
