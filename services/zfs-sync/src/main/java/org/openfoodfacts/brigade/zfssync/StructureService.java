package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset;
import org.openfoodfacts.brigade.contracts.commands.DestroyDataset.Below;
import org.openfoodfacts.brigade.contracts.commands.RenameDataset;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetRenamed;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.platform.commands.Commands;
import org.openfoodfacts.brigade.platform.commands.ReportListener;
import org.openfoodfacts.brigade.platform.commands.TrackedCommand;
import org.openfoodfacts.brigade.platform.outbox.Outbox;
import org.openfoodfacts.brigade.platform.trust.TrustView;
import org.openfoodfacts.brigade.zfssync.domain.Dependent;
import org.openfoodfacts.brigade.zfssync.domain.DestroyWish;
import org.openfoodfacts.brigade.zfssync.domain.NewPlace;
import org.openfoodfacts.brigade.zfssync.domain.RenameWish;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;
import org.openfoodfacts.brigade.zfssync.domain.StructureStart;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.NodeDatasetRow;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;

/** Renames and destroys datasets on nothing of which anything depends; what the agent did is an event, whoever asked for it. */
@ApplicationScoped
public class StructureService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final TrustView trust;
    private final DatasetStore datasets;
    private final DependentsService dependents;
    private final PairStore pairs;
    private final PolicyStore policies;
    private final ZfsSyncConfig config;

    StructureService(
            Outbox outbox,
            Commands commands,
            TrustView trust,
            DatasetStore datasets,
            DependentsService dependents,
            PairStore pairs,
            PolicyStore policies,
            ZfsSyncConfig config) {
        this.outbox = outbox;
        this.commands = commands;
        this.trust = trust;
        this.datasets = datasets;
        this.dependents = dependents;
        this.pairs = pairs;
        this.policies = policies;
        this.config = config;
    }

    /** A change, who asked for it and the command it comes to, once it is known what is there. */
    private record Asked(StructureChange change, String to, String by, Trace trace, Function<Found, Command> command) {}

    /** {@code below} is all that the facts show below it. */
    private record Found(String guid, List<Below> below) {}

    public Uni<StructureStart> rename(String node, String dataset, RenameWish wish, String by, Trace trace) {
        Optional<Objection> objection = wish.objection(dataset).or(() -> notEnrolled(node));
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        Asked asked = new Asked(
                new StructureChange(node, dataset, Action.RENAME),
                wish.to(),
                by,
                trace,
                found -> new RenameDataset(dataset, found.guid(), wish.to(), true));
        return outbox.inTransaction(session -> inTheWay(session, asked.change(), wish)
                .chain(found -> found.isPresent() ? refused(found.get()) : startIfFree(session, asked)));
    }

    public Uni<StructureStart> destroy(String node, String dataset, DestroyWish wish, String by, Trace trace) {
        Optional<Objection> objection = wish.objection(dataset).or(() -> notEnrolled(node));
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        Asked asked = new Asked(
                new StructureChange(node, dataset, Action.DESTROY),
                null,
                by,
                trace,
                found -> new DestroyDataset(dataset, found.guid(), found.below(), wish.reason()));
        return outbox.inTransaction(session -> startIfFree(session, asked));
    }

    private static Uni<StructureStart> refused(Objection objection) {
        return Uni.createFrom().item(new StructureStart.Refused(objection));
    }

    private Optional<Objection> notEnrolled(String node) {
        boolean enrolled = trust.node(node)
                .filter(known -> known.status() == NodeIdentity.Status.ENROLLED)
                .isPresent();
        return enrolled ? Optional.empty() : Optional.of(new Objection("node", "'" + node + "' is no enrolled node"));
    }

    private Uni<Optional<Objection>> inTheWay(Session session, StructureChange change, RenameWish wish) {
        return datasets.dataset(session, change.node(), wish.to())
                .chain(taken -> taken != null
                        ? Uni.createFrom()
                                .item(Optional.of(new Objection("to", "'" + wish.to() + "' is there already")))
                        : datasets.dataset(session, change.node(), wish.parent())
                                .chain(parent -> parent == null
                                        ? Uni.createFrom()
                                                .item(Optional.of(new Objection(
                                                        "to",
                                                        "lies below '" + wish.parent() + "', which is not on "
                                                                + change.node())))
                                        : newPlace(session, change, wish.to())));
    }

    private Uni<Optional<Objection>> newPlace(Session session, StructureChange change, String to) {
        return pairs.pairs(session)
                .chain(all -> policies.declared(session, change.node())
                        .map(declared -> NewPlace.objection(change, to, all, declared)));
    }

    private Uni<StructureStart> startIfFree(Session session, Asked asked) {
        StructureChange change = asked.change();
        return datasets.dataset(session, change.node(), change.dataset())
                .chain(row -> row == null
                        ? Uni.createFrom().item(new StructureStart.Unknown())
                        : dependents.of(session, change).chain(hanging -> startIfFree(session, asked, row, hanging)));
    }

    private Uni<StructureStart> startIfFree(Session session, Asked asked, NodeDatasetRow row, List<Dependent> hanging) {
        List<Dependent> forbidding = hanging.stream().filter(Dependent::forbids).toList();
        if (!forbidding.isEmpty()) {
            return Uni.createFrom().item(new StructureStart.Forbidden(forbidding));
        }
        String guid = row.dataset().guid();
        StructureChange change = asked.change();
        return dependents
                .below(session, change)
                .chain(below -> commands.send(
                        session,
                        new Commands.Sending(
                                change.node(),
                                asked.command().apply(new Found(guid, below)),
                                change.dataset(),
                                asked.by(),
                                config.patience(),
                                asked.trace())))
                .map(id -> new StructureStart.Started(change, id, guid, asked.to(), hanging));
    }

    @Override
    public Uni<Void> commandEnded(Session session, TrackedCommand command) {
        return command.result()
                .flatMap(result -> event(command, result))
                .map(event -> outbox.event(session, event, command.node(), Subjects.of(event), command.causes()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Optional<ZfsEvent> event(TrackedCommand command, CommandResult result) {
        String by = command.view().order().sentBy();
        return switch (result) {
            case DatasetRenamed renamed ->
                Optional.of(
                        new ZfsEvent.DatasetRenamed(command.node(), renamed.dataset(), renamed.to(), by, command.id()));
            case DatasetDestroyed gone ->
                Optional.of(new ZfsEvent.DatasetDestroyed(
                        command.node(),
                        gone.dataset(),
                        gone.datasets(),
                        gone.snapshots(),
                        gone.usedBytes(),
                        gone.reason(),
                        by,
                        command.id()));
            default -> Optional.empty();
        };
    }
}
