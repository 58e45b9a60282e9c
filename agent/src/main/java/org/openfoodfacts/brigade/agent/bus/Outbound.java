package org.openfoodfacts.brigade.agent.bus;

import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/**
 * A record on its way to Kafka. {@code order} is its place among all records; {@code stateKey} is the key under which a newer one replaces
 * it, null for a report, which nothing replaces; {@code confirmed} runs once Kafka has it.
 */
record Outbound(long order, WireRecord record, String stateKey, boolean droppable, Runnable confirmed) {
    int bytes() {
        return record.value() == null ? 0 : record.value().length;
    }
}
