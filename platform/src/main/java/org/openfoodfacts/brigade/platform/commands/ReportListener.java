package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.wire.Envelope;

/** What a service does about reports. Called in the transaction that records them, so the consequence is as durable as the report. */
public interface ReportListener {

    /**
     * A command of this service ended, or its end was corrected by a late report. Called once per such change; of commands that another listener of the
     * service sent, too, and whoever can tell by their kind spares a query.
     */
    default Uni<Void> commandEnded(Mutiny.Session session, TrackedCommand command) {
        return Uni.createFrom().voidItem();
    }

    /** A node says what became of an order; {@code envelope.node()} is who. */
    default Uni<Void> orderReported(Mutiny.Session session, Envelope envelope, OrderReport report) {
        return Uni.createFrom().voidItem();
    }
}
