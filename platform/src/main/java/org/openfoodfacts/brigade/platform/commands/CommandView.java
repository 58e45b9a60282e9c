package org.openfoodfacts.brigade.platform.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/**
 * A command as REST shows it. {@code late} is true when its report came after it had been given up. One that failed may have a {@code result} too: what it
 * did before. What is sealed in a result is not shown.
 */
public record CommandView(
        @JsonUnwrapped Order order,
        CommandState state,
        Instant sentAt,
        Instant acceptedAt,
        Instant endedAt,
        boolean late,
        CommandResult result,
        Failure failure) {

    /** What was asked of whom, by whom, and until when it had to be accepted. */
    public record Order(
            UUID id, String node, String type, String subject, String sentBy, String correlationId, Instant deadline) {}

    /** {@code reason} is one of the reasons of a failed or refused report, EXPIRED or LOST. */
    public record Failure(String reason, String detail, Integer exitCode) {}
}
