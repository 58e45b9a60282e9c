package org.openfoodfacts.brigade.agent.tools.bans;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.orders.OrderFollower;
import org.openfoodfacts.brigade.contracts.facts.BansFact;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans.WantedBan;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;

/**
 * Makes the jail hold what the order wants and no more of what earlier orders wanted. A ban made by hand stays. One call when nothing
 * is to do, four at most otherwise. A ban ends at its {@code until} by this machine's clock, with or without Kafka.
 */
public final class EnforceBansFollower implements OrderFollower<EnforceBans> {
    @Override
    public Class<EnforceBans> type() {
        return EnforceBans.class;
    }

    @Override
    public Followed follow(EnforceBans order, Machine machine, Instant now) {
        Optional<String> malformed = order.bans().stream()
                .filter(ban -> Network.parse(ban.network()).isEmpty())
                .map(ban -> "bans: '" + ban.network() + "' of ban " + ban.id() + " is no address or range")
                .findFirst();
        if (malformed.isPresent()) {
            return new Followed(OrderReport.Outcome.REFUSED, malformed.get(), List.of());
        }
        List<BanMemory.Wanted> wanted = order.bans().stream()
                .filter(ban -> isInForce(ban, now))
                .map(ban -> new BanMemory.Wanted(ban.id(), ban.network()))
                .toList();
        return new Round(machine, order.generation(), wanted).enforce();
    }

    private static boolean isInForce(WantedBan ban, Instant now) {
        return ban.until() == null || ban.until().isAfter(now);
    }

    /** One look at the jail and what follows from it. */
    private record Round(Machine machine, long generation, List<BanMemory.Wanted> wanted) {
        Followed enforce() {
            BanJail jail = new BanJail(machine.exec());
            BanMemory known = BanMemory.of(machine);
            BanJail.Content before = jail.read();
            if (before.problem() != null) {
                return failed(before.problem(), known, before);
            }
            BanPlan plan = BanPlan.of(
                    networks(),
                    before.bans().keySet(),
                    BanMemory.networks(known.asked()),
                    BanMemory.networks(known.swallowed()));
            if (plan.isNothing()) {
                return settled(plan, before, known);
            }
            BanMemory beforehand = beforehand(known, plan);
            beforehand.save(machine);
            Optional<String> problem = jail.lift(plan.lift()).or(() -> jail.ban(plan.ban()));
            BanJail.Content after = jail.read();
            return problem.or(() -> Optional.ofNullable(after.problem()))
                    .map(why -> failed(why, beforehand, after))
                    .orElseGet(() -> settled(plan, after, beforehand));
        }

        /** Everything that could be needed again if the agent ends before the jail is changed, or halfway. */
        private BanMemory beforehand(BanMemory known, BanPlan plan) {
            Set<Network> asked = new HashSet<>(BanMemory.networks(known.asked()));
            asked.addAll(networks());
            Set<Network> swallowed = new HashSet<>(BanMemory.networks(known.swallowed()));
            swallowed.addAll(plan.lift());
            swallowed.retainAll(plan.byHand());
            return new BanMemory(
                    known.generation(), known.wanted(), BanMemory.texts(asked), BanMemory.texts(swallowed));
        }

        private Followed settled(BanPlan plan, BanJail.Content jail, BanMemory known) {
            Set<Network> asked = new HashSet<>(BanMemory.networks(known.asked()));
            asked.retainAll(jail.bans().keySet());
            asked.addAll(networks());
            Set<Network> swallowed = new HashSet<>(plan.byHand());
            swallowed.removeAll(jail.bans().keySet());
            BanMemory settled = new BanMemory(generation, wanted, BanMemory.texts(asked), BanMemory.texts(swallowed));
            if (!settled.equals(known)) {
                settled.save(machine);
            }
            BansFact fact = BanReport.of(settled, jail);
            return fact.problem() == null
                    ? new Followed(OrderReport.Outcome.APPLIED, null, List.of(fact))
                    : new Followed(OrderReport.Outcome.FAILED, fact.problem(), List.of(fact));
        }

        private static Followed failed(String why, BanMemory memory, BanJail.Content jail) {
            return new Followed(OrderReport.Outcome.FAILED, why, List.of(BanReport.of(memory, jail)));
        }

        private Set<Network> networks() {
            return BanMemory.networks(
                    wanted.stream().map(BanMemory.Wanted::network).toList());
        }
    }
}
