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
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
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
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.DestroyWish;
import org.openfoodfacts.brigade.zfssync.domain.NewPlace;
import org.openfoodfacts.brigade.zfssync.domain.RenameWish;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;
import org.openfoodfacts.brigade.zfssync.domain.StructureStart;

/** Renames and destroys datasets on nothing of which anything depends; what the agent did is an event, whoever asked for it. */
@ApplicationScoped
public class StructureService implements ReportListener {
    private final Outbox outbox;
    private final Commands commands;
    private final TrustView trust;
    private final DependentsService dependents;
    private final ZfsSyncConfig config;

    StructureService(
            Outbox outbox, Commands commands, TrustView trust, DependentsService dependents, ZfsSyncConfig config) {
        this.outbox = outbox;
        this.commands = commands;
        this.trust = trust;
        this.dependents = dependents;
        this.config = config;
    }

    /** A change and who asks for it; why it cannot be, and the command it comes to, by what is known. */
    private record Asked(
            StructureChange change,
            String to,
            Optional<Objection> objection,
            Function<Known, Optional<Objection>> inTheWay,
            Function<Known, Command> command,
            String by,
            Trace trace) {}

    public Uni<StructureStart> rename(String node, String dataset, RenameWish wish, String by, Trace trace) {
        StructureChange change = new StructureChange(node, dataset, Action.RENAME);
        return start(new Asked(
                change,
                wish.to(),
                wish.objection(dataset),
                known -> NewPlace.objection(change, wish, known),
                known -> new RenameDataset(
                        dataset, dataset(known, dataset).guid(), wish.to(), below(known, dataset), true),
                by,
                trace));
    }

    public Uni<StructureStart> destroy(String node, String dataset, DestroyWish wish, String by, Trace trace) {
        return start(new Asked(
                new StructureChange(node, dataset, Action.DESTROY),
                null,
                wish.objection(dataset),
                _ -> Optional.empty(),
                known -> new DestroyDataset(
                        dataset, dataset(known, dataset).guid(), below(known, dataset), wish.reason()),
                by,
                trace));
    }

    private static Dataset dataset(Known known, String name) {
        return known.datasets().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Below> below(Known known, String dataset) {
        return known.datasets().stream()
                .filter(one -> one.name().startsWith(dataset + "/"))
                .map(one -> new Below(one.name(), one.guid()))
                .toList();
    }

    private Uni<StructureStart> start(Asked asked) {
        StructureChange change = asked.change();
        Optional<Objection> objection = asked.objection().or(() -> notEnrolled(change.node()));
        if (objection.isPresent()) {
            return Uni.createFrom().item(new StructureStart.Refused(objection.get()));
        }
        return outbox.inTransaction(session -> dependents
                .known(session, change)
                .chain(known -> known == null
                        ? Uni.createFrom().item(new StructureStart.Unknown())
                        : startIfFree(session, asked, known)));
    }

    private Optional<Objection> notEnrolled(String node) {
        boolean enrolled = trust.node(node)
                .filter(known -> known.status() == NodeIdentity.Status.ENROLLED)
                .isPresent();
        return enrolled ? Optional.empty() : Optional.of(new Objection("node", "'" + node + "' is no enrolled node"));
    }

    private Uni<StructureStart> startIfFree(Session session, Asked asked, Known known) {
        StructureChange change = asked.change();
        Optional<Objection> inTheWay = asked.inTheWay().apply(known);
        if (inTheWay.isPresent()) {
            return Uni.createFrom().item(new StructureStart.Refused(inTheWay.get()));
        }
        List<Dependent> hanging = DependentsPlanner.plan(change, known);
        List<Dependent> forbidding = hanging.stream().filter(Dependent::forbids).toList();
        if (!forbidding.isEmpty()) {
            return Uni.createFrom().item(new StructureStart.Forbidden(forbidding));
        }
        var sending = new Commands.Sending(
                change.node(),
                asked.command().apply(known),
                change.dataset(),
                asked.by(),
                config.patience(),
                asked.trace());
        String guid = dataset(known, change.dataset()).guid();
        return commands.send(session, sending)
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
