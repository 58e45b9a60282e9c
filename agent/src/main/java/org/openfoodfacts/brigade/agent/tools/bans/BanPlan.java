package org.openfoodfacts.brigade.agent.tools.bans;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to lift and what to ban so that the jail matches. The firewall's interval sets refuse a network inside another one, so only the
 * widest networks are ever in the jail; a narrower one is banned through the wider, and comes back when the wider is lifted. So does a
 * ban made by hand that a wanted range swallows.
 *
 * @param byHand bans no order ever asked for, in the jail or swallowed
 */
public record BanPlan(Set<Network> lift, Set<Network> ban, Set<Network> byHand) {
    public BanPlan {
        lift = Set.copyOf(lift);
        ban = Set.copyOf(ban);
        byHand = Set.copyOf(byHand);
    }

    /**
     * @param jail what the jail holds now
     * @param asked every network an order asked for before
     * @param swallowed bans by hand that were lifted in favour of a wider one
     */
    public static BanPlan of(Set<Network> wanted, Set<Network> jail, Set<Network> asked, Set<Network> swallowed) {
        Set<Network> byHand = new LinkedHashSet<>(jail);
        byHand.removeAll(asked);
        byHand.addAll(swallowed);
        byHand.removeAll(wanted);

        Set<Network> desired = new LinkedHashSet<>(wanted);
        desired.addAll(byHand);
        Set<Network> widest = widest(desired);

        Set<Network> lift = new LinkedHashSet<>(jail);
        lift.removeAll(widest);
        Set<Network> ban = new LinkedHashSet<>(widest);
        ban.removeAll(jail);
        return new BanPlan(lift, ban, byHand);
    }

    public boolean isNothing() {
        return lift.isEmpty() && ban.isEmpty();
    }

    /** Those that lie in no other one. */
    static Set<Network> widest(Set<Network> networks) {
        Prefixes prefixes = Prefixes.of(networks);
        return networks.stream()
                .filter(network -> prefixes.around(network)
                        .filter(networks::contains)
                        .findFirst()
                        .orElseThrow()
                        .equals(network))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
