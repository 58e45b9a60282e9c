package org.openfoodfacts.brigade.inventory;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome;
import org.openfoodfacts.brigade.inventory.domain.ImportOutcome.Outcome;
import org.openfoodfacts.brigade.inventory.domain.KnownImport;
import org.openfoodfacts.brigade.inventory.domain.Observation;
import org.openfoodfacts.brigade.inventory.domain.RepositoryAddress;
import org.openfoodfacts.brigade.inventory.git.ConfigurationRepository;
import org.openfoodfacts.brigade.inventory.git.Reading;
import org.openfoodfacts.brigade.inventory.git.SharedCache;
import org.openfoodfacts.brigade.inventory.persistence.FleetStore;
import org.openfoodfacts.brigade.inventory.persistence.ImportStore;
import org.openfoodfacts.brigade.platform.outbox.Generation;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/**
 * Takes the configuration repository over: at start, whenever the revision moved, and when asked. The fleet, its publication and the
 * orders to its nodes are one transaction; a repository with errors changes nothing but the latest import.
 */
@ApplicationScoped
public class ImportService {
    private static final Logger LOG = Logger.getLogger(ImportService.class);
    private static final String ITSELF = "inventory";

    private final Outbox outbox;
    private final FleetStore fleets;
    private final ImportStore imports;
    private final ConfigurationRepository repository;
    private final SharedCache cache;
    private final InventoryConfig config;
    private final Vertx vertx;
    private final Clock clock;
    private final ImportTurns turns = new ImportTurns();
    private volatile boolean isToldSinceStart;
    private volatile KnownImport known = KnownImport.NOTHING;

    ImportService(
            Outbox outbox,
            FleetStore fleets,
            ImportStore imports,
            ConfigurationRepository repository,
            SharedCache cache,
            InventoryConfig config,
            Vertx vertx,
            Clock clock) {
        this.outbox = outbox;
        this.fleets = fleets;
        this.imports = imports;
        this.repository = repository;
        this.cache = cache;
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** The first round comes right after start; one that finds nothing new leaves no trace. */
    @Scheduled(every = "${brigade.inventory.import-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return run(ITSELF, Trace.NONE).replaceWithVoid();
    }

    /** One import at a time; who asks while one runs gets the outcome of the next, with all who wait. */
    public Uni<ImportOutcome> run(String askedBy, Trace trace) {
        return turns.take(() -> importNow(askedBy, trace))
                .invoke(outcome -> isToldSinceStart |=
                        outcome.outcome() == Outcome.TAKEN_OVER || outcome.outcome() == Outcome.UNCHANGED);
    }

    /** Reads before the transaction that stores: the repository may not answer for long, and a connection is one of few. */
    private Uni<ImportOutcome> importNow(String askedBy, Trace trace) {
        return outbox.inTransaction(fleets::current)
                .chain(before -> read(before).chain(reading -> storeAndKnow(before, reading, askedBy, trace)))
                .onItem()
                .ifNull()
                .switchTo(() -> importNow(askedBy, trace));
    }

    private Uni<Reading> read(FleetDeclared before) {
        String commit = known.commitFor(before);
        return Uni.createFrom()
                .completionStage(() ->
                        vertx.executeBlocking(() -> cache.read(commit), false).toCompletionStage());
    }

    /** What was decided counts for the next look only once it is stored. */
    private Uni<ImportOutcome> storeAndKnow(FleetDeclared before, Reading reading, String askedBy, Trace trace) {
        ImportDecision decision = decision(before, reading);
        return outbox.inTransaction(
                        session -> store(session, before, same -> take(same, reading, decision, askedBy, trace)))
                .invoke(outcome -> {
                    if (outcome != null && decision != null) {
                        known = KnownImport.of(outcome.commit(), before, decision);
                    }
                });
    }

    /** Null when no commit could be read. */
    private ImportDecision decision(FleetDeclared before, Reading reading) {
        return switch (reading) {
            case Reading.Unreadable _ -> null;
            case Reading.Unmoved _ -> known.decision();
            case Reading.Read(String commit, var tree) -> ImportDecision.of(before, tree, repository.address(), commit);
        };
    }

    /**
     * Null when another instance took a fleet over since {@code before}: it may have read a newer commit, which an older one must never
     * replace.
     */
    private Uni<ImportOutcome> store(
            Session session, FleetDeclared before, Function<Session, Uni<ImportOutcome>> take) {
        return fleets.lock(session)
                .chain(() -> fleets.current(session))
                .chain(current -> Objects.equals(before, current)
                        ? take.apply(session).call(outcome -> remember(session, outcome))
                        : Uni.createFrom().nullItem());
    }

    private Uni<ImportOutcome> take(
            Session session, Reading reading, ImportDecision decision, String askedBy, Trace trace) {
        return switch (reading) {
            case Reading.Unreadable(String why) ->
                Uni.createFrom().item(outcome(Outcome.UNREADABLE, null, why, List.of(), askedBy));
            case Reading.Unmoved(String commit) -> take(session, commit, decision, askedBy, trace);
            case Reading.Read(String commit, var _) -> take(session, commit, decision, askedBy, trace);
        };
    }

    private Uni<ImportOutcome> take(
            Session session, String commit, ImportDecision decision, String askedBy, Trace trace) {
        return switch (decision) {
            case ImportDecision.TakenOver taken ->
                publish(session, taken, trace)
                        .replaceWith(outcome(Outcome.TAKEN_OVER, commit, null, taken.problems(), askedBy));
            case ImportDecision.Unchanged unchanged ->
                repeatAfterStart(session, unchanged.fleet(), trace)
                        .replaceWith(outcome(Outcome.UNCHANGED, commit, null, unchanged.problems(), askedBy));
            case ImportDecision.Refused refused ->
                Uni.createFrom()
                        .item(outcome(
                                Outcome.REFUSED,
                                commit,
                                "the repository has errors; the fleet before stays",
                                refused.problems(),
                                askedBy));
        };
    }

    private Uni<Void> publish(Session session, ImportDecision.TakenOver taken, Trace trace) {
        FleetDeclared fleet = taken.fleet();
        long guests =
                fleet.nodes().stream().filter(n -> n.kind().equals("guest")).count();
        var event = new InventoryEvent.FleetImported(
                fleet.fleet(),
                fleet.repository(),
                fleet.commit(),
                fleet.nodes().size(),
                (int) guests,
                taken.problems().size());
        Instant now = clock.instant();
        return fleets.replace(session, taken, now)
                .chain(() -> outbox.state(session, Topic.FLEET, fleet.fleet(), fleet, trace))
                .chain(() -> outbox.event(session, event, null, fleet.fleet(), trace))
                .chain(() -> fleets.observations(session))
                .chain(known ->
                        order(session, Observation.changes(known, fleet, last -> Generation.after(last, now)), trace));
    }

    /** The other services may have been upgraded with this one and read more of a fleet than when they last were told. */
    private Uni<Void> repeatAfterStart(Session session, FleetDeclared fleet, Trace trace) {
        return isToldSinceStart
                ? Uni.createFrom().voidItem()
                : outbox.state(session, Topic.FLEET, fleet.fleet(), fleet, trace);
    }

    private Uni<Void> order(Session session, List<Observation> changes, Trace trace) {
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(observation -> fleets.save(session, observation)
                        .chain(() -> observation
                                .order()
                                .map(order -> outbox.order(session, observation.node(), order, trace))
                                .orElseGet(() -> Uni.createFrom().voidItem())))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Only what tells something new is stored, so that a look every minute does not fill the table. */
    private Uni<Void> remember(Session session, ImportOutcome outcome) {
        return imports.latest(session).chain(latest -> {
            if (outcome.repeats(latest)) {
                return Uni.createFrom().voidItem();
            }
            log(outcome);
            return imports.add(session, outcome, config.revision());
        });
    }

    private static void log(ImportOutcome outcome) {
        LOG.infof(
                "Import of %s: %s %s",
                outcome.repository(), outcome.outcome(), outcome.detail() == null ? "" : outcome.detail());
        outcome.problems().stream().limit(20).map(Problem::toString).forEach(LOG::warn);
    }

    private ImportOutcome outcome(
            Outcome outcome, String commit, String detail, List<Problem> problems, String askedBy) {
        RepositoryAddress address = repository.address();
        String shown = address == null ? "" : address.shown();
        return new ImportOutcome(Ids.next(), outcome, shown, commit, detail, problems, askedBy, clock.instant());
    }
}
