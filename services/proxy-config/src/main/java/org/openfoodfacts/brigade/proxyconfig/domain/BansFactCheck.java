package org.openfoodfacts.brigade.proxyconfig.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.BansFact;

/** What a proxy says it enforces: in a form that can be stored, or why it can never be. */
public sealed interface BansFactCheck {

    record Storable(List<Enforced> enforced) implements BansFactCheck {
        public Storable {
            enforced = List.copyOf(enforced);
        }
    }

    record Objection(String why) implements BansFactCheck {}

    record Enforced(Network network, Instant since) {}

    /** @param at when the fact was made: what a ban counts as enforced since when the proxy does not say, or says what cannot be */
    static BansFactCheck of(BansFact fact, Instant at) {
        List<Enforced> enforced = new ArrayList<>();
        for (BansFact.EnforcedBan ban : fact.enforced()) {
            if (ban.network() == null
                    || !(NetworkText.network(ban.network()) instanceof NetworkText.Read(Network network, boolean _))) {
                return new Objection("'" + ban.network() + "' is no network");
            }
            enforced.add(new Enforced(network, since(ban, at)));
        }
        return new Storable(enforced);
    }

    private static Instant since(BansFact.EnforcedBan ban, Instant at) {
        boolean canBe = ban.since() != null
                && !ban.since().isBefore(Instant.EPOCH)
                && !ban.since().isAfter(at);
        return canBe ? ban.since() : at;
    }
}
