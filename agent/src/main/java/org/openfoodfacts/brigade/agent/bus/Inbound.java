package org.openfoodfacts.brigade.agent.bus;

import java.util.function.Consumer;
import java.util.function.Function;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** Who takes what comes in. A command is taken in two steps: into the journal at once, and, when Kafka was told so, run. */
public record Inbound(Consumer<WireRecord> orders, Function<WireRecord, Runnable> commands) {
    void order(WireRecord record) {
        orders.accept(record);
    }

    Runnable command(WireRecord record) {
        return commands.apply(record);
    }
}
