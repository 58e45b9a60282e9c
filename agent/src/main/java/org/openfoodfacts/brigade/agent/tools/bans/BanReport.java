package org.openfoodfacts.brigade.agent.tools.bans;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.agent.exec.Redaction;
import org.openfoodfacts.brigade.agent.tools.FirstOf;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.facts.BansFact.EnforcedBan;

/** Says which wanted bans the jail really holds, by themselves or inside a wider one, and what else is in it. */
public final class BanReport {
    private BanReport() {}

    public static BansFact of(BanMemory memory, BanJail.Content jail) {
        if (jail.problem() != null) {
            return new BansFact(memory.generation(), List.of(), List.of(), jail.problem());
        }
        List<EnforcedBan> enforced = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Prefixes prefixes = Prefixes.of(jail.bans().keySet());
        for (BanMemory.Wanted wanted : memory.wanted()) {
            since(wanted, jail.bans(), prefixes)
                    .ifPresentOrElse(
                            since -> enforced.add(new EnforcedBan(wanted.id(), wanted.network(), since)),
                            () -> missing.add(wanted.network()));
        }
        String problem =
                missing.isEmpty() ? null : Redaction.brief("wanted and not in the jail: " + String.join(", ", missing));
        return new BansFact(memory.generation(), enforced, unknown(memory, jail), problem);
    }

    private static Optional<Instant> since(BanMemory.Wanted wanted, Map<Network, Instant> jail, Prefixes prefixes) {
        return Network.parse(wanted.network())
                .flatMap(network -> prefixes.around(network)
                        .map(jail::get)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder()));
    }

    private static List<String> unknown(BanMemory memory, BanJail.Content jail) {
        Set<Network> asked = BanMemory.networks(memory.asked());
        NavigableSet<String> unknown = new TreeSet<>(memory.swallowed());
        jail.bans().keySet().stream()
                .filter(network -> !asked.contains(network))
                .map(Network::text)
                .forEach(unknown::add);
        unknown.addAll(jail.odd());
        return FirstOf.all(unknown);
    }
}
