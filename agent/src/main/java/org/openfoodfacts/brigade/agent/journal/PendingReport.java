package org.openfoodfacts.brigade.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/**
 * A report that Kafka has not confirmed yet. Sent again after a crash it is the same message with the same id, so readers can tell that
 * they have it. {@code answers} is the source of what it answers, null when that is not known; {@code body} is the report as JSON.
 */
public record PendingReport(
        String id, Instant time, String type, String answers, String subject, Trace trace, JsonNode body) {
    public PendingReport {
        trace = trace == null ? Trace.NONE : trace;
    }

    public static PendingReport of(Report report, String answers, String subject, Trace trace, Instant now) {
        return new PendingReport(
                Ids.next().toString(),
                now,
                EventType.of(report).id(),
                answers,
                subject,
                trace,
                Json.mapper().valueToTree(report));
    }

    public Report report() {
        EventType known = EventType.byId(type)
                .orElseThrow(() -> new IllegalStateException("the journal holds a report of unknown type " + type));
        try {
            return (Report) Json.mapper().treeToValue(body, known.messageClass());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds a report that cannot be read: " + e.getMessage(), e);
        }
    }

    public Envelope envelope(String source, String node) {
        return new Envelope(id, source, type, time, node, subject, trace, null);
    }
}
