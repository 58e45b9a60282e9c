package org.openfoodfacts.brigade.agent.commands;

import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** What a handler has to work with: the machine, where its output goes, how it is cancelled, and this node's key for sealed secrets. */
public record Execution(
        UUID commandId, Machine machine, LineSink output, Cancellation cancellation, SealingKey sealingKey) {}
