package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/**
 * What the ban jail of a proxy really holds. {@code generation} is that of the {@code EnforceBans} order the agent last made true;
 * {@code unknown} are bans in the jail that no order asked for.
 */
public record BansFact(long generation, List<EnforcedBan> enforced, List<String> unknown, String problem)
        implements Fact {
    public BansFact {
        enforced = Copies.of(enforced);
        unknown = Copies.of(unknown);
    }

    public record EnforcedBan(@Required UUID id, @Required String network, Instant since) {}
}
