package org.openfoodfacts.brigade.proxyconfig.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans.WantedBan;
import org.openfoodfacts.brigade.proxyconfig.domain.BansFactCheck.Enforced;

/**
 * The bans that last. An order made of it bans exactly the addresses they ban, without two networks that overlap (nftables' interval sets
 * refuse such), and always fits into one Kafka record.
 */
public record BanSet(List<Ban> bans) {
    /** Bytes of an order's body; Kafka takes 1 MiB for a record with its headers. */
    public static final int LARGEST_ORDER = 900 * 1024;

    private static final Comparator<Ban> WIDER_FIRST = Comparator.<Ban, Network.Family>comparing(
                    b -> b.network().family())
            .thenComparing((a, b) ->
                    Long.compareUnsigned(a.network().high(), b.network().high()))
            .thenComparing((a, b) ->
                    Long.compareUnsigned(a.network().low(), b.network().low()))
            .thenComparingInt(b -> b.network().prefix());

    public BanSet {
        bans = List.copyOf(bans);
    }

    /** The ban of just this network, if one lasts. */
    public Optional<Ban> of(Network network) {
        return bans.stream().filter(b -> b.network().equals(network)).findFirst();
    }

    /** The order for a proxy. Reasons, which only people need, are left out when it would become too large with them. */
    public EnforceBans order(long generation, Instant now) {
        List<Ban> widest = widest(now);
        EnforceBans order = order(generation, widest, true);
        return bytes(order) <= LARGEST_ORDER ? order : order(generation, widest, false);
    }

    /** False when an order of all these bans could become too large, even without reasons. */
    public boolean fits() {
        return bytes(order(Long.MAX_VALUE, bans, false)) <= LARGEST_ORDER;
    }

    /** Active bans that no other active ban covers. Sorted, each is followed directly by those it covers. */
    private List<Ban> widest(Instant now) {
        List<Ban> widest = new ArrayList<>();
        bans.stream().filter(b -> b.isActive(now)).sorted(WIDER_FIRST).forEach(ban -> {
            if (widest.isEmpty() || !widest.getLast().network().contains(ban.network())) {
                widest.add(ban);
            }
        });
        return widest;
    }

    private static EnforceBans order(long generation, List<Ban> bans, boolean withReasons) {
        return new EnforceBans(
                generation,
                bans.stream()
                        .map(b -> new WantedBan(
                                b.id(), b.network().toString(), b.until(), withReasons ? b.reason() : null))
                        .toList());
    }

    /** Since when each ban is enforced by a jail that holds these networks; a ban nothing covers is absent. */
    public Map<UUID, Instant> enforcedBy(List<Enforced> jail) {
        Map<Network, Instant> since =
                jail.stream().collect(Collectors.toMap(Enforced::network, Enforced::since, BanSet::earlier));
        List<Integer> prefixes =
                since.keySet().stream().map(Network::prefix).distinct().sorted().toList();
        Map<UUID, Instant> enforced = new HashMap<>();
        for (Ban ban : bans) {
            prefixes.stream()
                    .filter(prefix -> prefix <= ban.network().prefix())
                    .map(prefix -> since.get(ban.network().widened(prefix)))
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .ifPresent(found -> enforced.put(ban.id(), found.isBefore(ban.at()) ? ban.at() : found));
        }
        return enforced;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** The length of the order's JSON, which can be told without writing it. */
    static long bytes(EnforceBans order) {
        List<String> frame = List.of("{'generation':,'bans':[]}", Long.toString(order.generation()));
        long commas = Math.max(0, order.bans().size() - 1);
        return length(frame)
                + commas
                + order.bans().stream().mapToLong(BanSet::bytes).sum();
    }

    private static long bytes(WantedBan ban) {
        long always = length(List.of("{'id':'','network':''}", ban.id().toString(), ban.network()));
        long until = ban.until() == null
                ? 0
                : length(List.of(",'until':''", ban.until().toString()));
        long reason = ban.reason() == null ? 0 : length(List.of(",'reason':''")) + escapedBytes(ban.reason());
        return always + until + reason;
    }

    private static long length(List<String> ascii) {
        return ascii.stream().mapToLong(String::length).sum();
    }

    /** JSON escapes quotes and backslashes; Jackson also writes what needs two chars as two escapes (12 bytes, in UTF-8 it were 4). */
    private static long escapedBytes(String text) {
        long escapes = text.chars().filter(c -> c == '"' || c == '\\').count();
        long pairs =
                text.codePoints().filter(Character::isSupplementaryCodePoint).count();
        return escapes + 8 * pairs + text.getBytes(StandardCharsets.UTF_8).length;
    }
}
