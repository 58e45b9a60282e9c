package org.openfoodfacts.brigade.platform.commands;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.wire.Envelope;

/** What a service does about reports. Called in the transaction that records them, so the consequence is as durable as the report. */
public interface ReportListener {

    /** False when the command's kind shows that this listener did not send it: that spares the query that would find nothing. */
    default boolean mayHaveSent(TrackedCommand command) {
        return true;
    }

    /**
     * A command of this service ended, or its end was corrected by a late report. Called once per such change, the only time when {@code command} has
     * the whole result: what is sealed in it is not kept ({@code CommandResult.toKeep}).
     */
    default Uni<Void> commandEnded(Mutiny.Session session, TrackedCommand command) {
        return Uni.createFrom().voidItem();
    }

    /** A node says what became of an order; {@code envelope.node()} is who. */
    default Uni<Void> orderReported(Mutiny.Session session, Envelope envelope, OrderReport report) {
        return Uni.createFrom().voidItem();
    }
}
