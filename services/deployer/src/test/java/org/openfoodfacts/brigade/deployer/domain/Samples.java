package org.openfoodfacts.brigade.deployer.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.CheckoutRef;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;

/** A deployment to try things on, and what its node answers when all goes well. */
final class Samples {
    static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    static final String OLD = "1".repeat(40);
    static final String NEW = "2".repeat(40);
    static final Release RELEASE = new Release("server", "off", "v2.0.0");
    static final CheckoutRef CHECKOUT = new CheckoutRef("/srv/off", "off", "https://git.example/server.git");
    static final Build BUILD =
            new Build("scripts/build", List.of("--quick"), Map.of("FLAVOR", "off"), Duration.ofMinutes(10));
    static final Asked ASKED = new Asked("alice", null, "request-1", null, T0);

    private Samples() {}

    static Transition start(Build build) {
        return Deployment.start(UUID.randomUUID(), RELEASE, new Target("north-off", CHECKOUT, build), ASKED);
    }

    static CommandResult rightAnswer(Step step) {
        return switch (step) {
            case INSPECT -> new CommandResult.CheckoutInspected(OLD, "v1.0.0", List.of());
            case FETCH -> new CommandResult.ReleaseFetched("v2.0.0", NEW);
            case CHECK_OUT -> new CommandResult.ReleaseCheckedOut(OLD, NEW);
            case BUILD -> new CommandResult.BuildRan("scripts/build", Duration.ofSeconds(3));
            case VERIFY -> new CommandResult.ReleaseVerified(NEW);
        };
    }
}
