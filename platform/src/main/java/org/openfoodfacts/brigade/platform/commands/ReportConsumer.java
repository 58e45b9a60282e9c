package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Routing;
import org.openfoodfacts.brigade.platform.ServiceIdentity;
import org.openfoodfacts.brigade.platform.inbox.Inbox;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.platform.json.StorableText;
import org.openfoodfacts.brigade.platform.json.StorableTime;
import org.openfoodfacts.brigade.platform.messaging.Receiver;
import org.openfoodfacts.brigade.platform.outbox.Outbox;

/**
 * Records what nodes report and tells the service. Reports on commands of other services pass by; a report counts only when it comes
 * from the node the command was sent to.
 */
@ApplicationScoped
public class ReportConsumer {
    private final Receiver receiver;
    private final ServiceIdentity identity;
    private final Outbox outbox;
    private final Inbox inbox;
    private final CommandEnds ends;
    private final Clock clock;
    private final ReportListeners listeners;

    ReportConsumer(
            Receiver receiver,
            ServiceIdentity identity,
            Outbox outbox,
            Inbox inbox,
            CommandEnds ends,
            Clock clock,
            ReportListeners listeners) {
        this.receiver = receiver;
        this.identity = identity;
        this.outbox = outbox;
        this.inbox = inbox;
        this.ends = ends;
        this.clock = clock;
        this.listeners = listeners;
    }

    @Incoming("reports")
    Uni<Void> consume(ConsumerRecord<String, byte[]> record) {
        return receiver.receiveUnless(
                wire -> Routing.answersAnother(wire, identity.service()), record, Report.class, this::take);
    }

    private Uni<Void> take(Decoded<Report> decoded) {
        return switch (decoded.message()) {
            case null -> Uni.createFrom().voidItem();
            case CommandProgress progress ->
                outbox.inTransaction(session -> locked(session, decoded.envelope(), progress)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(command -> progress(session, command, progress)));
            case CommandReport report ->
                outbox.inTransaction(session -> locked(session, decoded.envelope(), report)
                                .onItem()
                                .ifNotNull()
                                .transformToUni(command -> ended(session, command, report)))
                        .invoke(() -> wakeAtEnd(report));
            case OrderReport report ->
                outbox.inTransaction(session -> inbox.isNew(session, decoded.envelope())
                        .chain(isNew -> isNew
                                ? listeners.tell(listener ->
                                        listener.orderReported(session, decoded.envelope(), storable(report, decoded)))
                                : Uni.createFrom().voidItem()));
        };
    }

    /** As the tables can hold it; a node's own time is taken only when it is not in the future. */
    private static OrderReport storable(OrderReport report, Decoded<Report> decoded) {
        Instant said = decoded.envelope().time();
        Instant at = report.at() == null || report.at().isAfter(said) ? said : StorableTime.of(report.at());
        return new OrderReport(
                report.order(), report.generation(), report.outcome(), at, StorableText.of(report.detail()));
    }

    private static Uni<TrackedCommand> locked(Mutiny.Session session, Envelope envelope, CommandReport report) {
        return session.find(TrackedCommand.class, report.commandId(), LockModeType.PESSIMISTIC_WRITE)
                .map(command -> command != null && command.node().equals(envelope.node()) ? command : null);
    }

    /** Output that comes after the node reported the end is none. */
    private Uni<Void> progress(Mutiny.Session session, TrackedCommand command, CommandProgress progress) {
        if (command.state().isReportedEnd()) {
            return Uni.createFrom().voidItem();
        }
        command.take(progress, clock.instant());
        return session.createNativeQuery("insert into command_output (command_id, sequence, lines, dropped_lines)"
                        + " values (:id, :sequence, :lines, :dropped) on conflict do nothing")
                .setParameter("id", progress.commandId())
                .setParameter("sequence", progress.sequence())
                .setParameter("lines", JsonText.write(progress.lines()))
                .setParameter("dropped", progress.droppedLines())
                .executeUpdate()
                .replaceWithVoid();
    }

    private void wakeAtEnd(CommandReport report) {
        if (!(report instanceof CommandAccepted)) {
            ends.wake(report.commandId());
        }
    }

    private Uni<Void> ended(Mutiny.Session session, TrackedCommand command, CommandReport report) {
        boolean changed = command.take(report, clock.instant());
        return changed && command.state().isEnd()
                ? listeners.commandEnded(session, command)
                : Uni.createFrom().voidItem();
    }
}
