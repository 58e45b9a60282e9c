package org.openfoodfacts.brigade.contracts.wire;

import java.time.Instant;

/**
 * The metadata of a message, in CloudEvents' terms. {@code source} is {@code /services/<id>} or {@code /nodes/<name>} (other teams' tools use
 * their own URI); {@code node} is the machine a message is to or from, null for what is about none; {@code expiry} is the deadline of a
 * command and null elsewhere.
 */
public record Envelope(
        String id, String source, String type, Instant time, String node, String subject, Trace trace, Instant expiry) {

    public Envelope {
        trace = trace == null ? Trace.NONE : trace;
    }

    /** What a message caused by this one carries on: the same correlation, this id as causation. */
    public Trace causes() {
        return new Trace(trace.correlationId() == null ? id : trace.correlationId(), id);
    }
}
