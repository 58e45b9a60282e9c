package org.openfoodfacts.brigade.proxyconfig.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.facts.BansFact;

/** What a proxy says it enforces, in a form that can be stored. */
public record BansFactCheck(List<Enforced> enforced, Optional<String> objection) {
    public BansFactCheck {
        enforced = List.copyOf(enforced);
    }

    /** {@code network} in canonical CIDR form. */
    public record Enforced(String network, Instant since) {}

    /** @param at what a ban counts as enforced since when the proxy does not say */
    public static BansFactCheck of(BansFact fact, Instant at) {
        for (BansFact.EnforcedBan ban : fact.enforced()) {
            if (ban.network() == null || !(NetworkText.network(ban.network()) instanceof NetworkText.Read)) {
                return new BansFactCheck(List.of(), Optional.of("'" + ban.network() + "' is no network"));
            }
        }
        return new BansFactCheck(
                fact.enforced().stream()
                        .map(ban -> new Enforced(canonical(ban.network()), ban.since() == null ? at : ban.since()))
                        .toList(),
                Optional.empty());
    }

    private static String canonical(String text) {
        return NetworkText.network(text) instanceof NetworkText.Read(Network network, boolean _)
                ? network.toString()
                : text;
    }
}
