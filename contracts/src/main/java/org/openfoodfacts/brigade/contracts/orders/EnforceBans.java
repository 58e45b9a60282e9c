package org.openfoodfacts.brigade.contracts.orders;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** These networks, and no others, are banned by Brigade on the proxy. */
public record EnforceBans(long generation, List<WantedBan> bans) implements Order {
    public EnforceBans {
        bans = Copies.of(bans);
    }

    /** {@code network} in CIDR form; {@code until} null for a ban without end. The agent lifts it at {@code until} by its own clock. */
    public record WantedBan(@Required UUID id, @Required String network, Instant until, String reason) {}
}
