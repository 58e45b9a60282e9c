package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.inventory.domain.JournalEntry;

/** One event of the journal; written by {@link EventStore} alone. */
@Entity
@Table(name = "event")
public class EventEntity {
    @Id
    private Long sequence;

    private String source;
    private String id;
    private String type;
    private String node;
    private String subject;
    private Instant time;

    @Column(name = "correlation_id")
    private String correlationId;

    @Column(name = "causation_id")
    private String causationId;

    private String body;

    protected EventEntity() {}

    JournalEntry toEntry() {
        Envelope envelope =
                new Envelope(id, source, type, time, node, subject, new Trace(correlationId, causationId), null);
        return new JournalEntry(sequence, envelope, body);
    }
}
