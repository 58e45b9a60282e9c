package org.openfoodfacts.brigade.deployer.domain;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;

/**
 * What follows from an input: the deployment after it, at most one command to its node, events, and the step that ended (null when none
 * did). It is data; carrying it out is the service's part.
 */
public record Transition(Deployment next, Command command, List<DeployEvent> events, Finished finished) {
    public Transition {
        events = List.copyOf(events);
    }

    public record Finished(Step step, Instant at, boolean succeeded, String detail) {}

    static Transition nothing(Deployment same) {
        return new Transition(same, null, List.of(), null);
    }
}
