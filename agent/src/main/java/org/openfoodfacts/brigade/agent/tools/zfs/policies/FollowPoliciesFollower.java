package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.orders.Followed;
import org.openfoodfacts.brigade.agent.orders.OrderFollower;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsNames;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.reports.OrderReport.Outcome;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/**
 * Takes and destroys snapshots as the order's policies say, every quarter of an hour by this machine's clock, as Debian's sanoid.timer does;
 * more often where a policy has snapshots taken more often, and at once when another policy is ordered.
 */
public final class FollowPoliciesFollower implements OrderFollower<FollowPolicies> {
    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

    private final PolicyTurns turns = new PolicyTurns();
    private final LongSupplier nanos;
    private Last last;

    public FollowPoliciesFollower() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that nobody sets: by it a round ends in time */
    public FollowPoliciesFollower(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The last round: of which policies, in which of the spans between two, and what it came to. */
    private record Last(List<Wish> wishes, Duration span, long number, boolean hasMoreToDo, PoliciesFact fact) {
        boolean isStillGood(List<Wish> wanted, Duration wantedSpan, Instant now) {
            return isOf(wanted, wantedSpan, now) && !hasMoreToDo && fact.problem() == null;
        }

        private boolean isOf(List<Wish> wanted, Duration wantedSpan, Instant now) {
            return wishes.equals(wanted) && span.equals(wantedSpan) && number == ordinal(now, wantedSpan);
        }

        boolean knowsNothing(List<Wish> wanted, Duration wantedSpan, Instant now) {
            return isOf(wanted, wantedSpan, now) && fact.problem() != null;
        }

        boolean isFollowedUp(List<Wish> wanted, Duration wantedSpan, Instant now) {
            return isOf(wanted, wantedSpan, now) && hasMoreToDo;
        }
    }

    /** What makes a new round necessary when it changes; a new protection alone does not. */
    private record Wish(String zone, String dataset, SnapshotPolicy policy) {}

    @Override
    public Class<FollowPolicies> type() {
        return FollowPolicies.class;
    }

    @Override
    public Followed follow(FollowPolicies order, Machine machine, Instant now) {
        Optional<String> malformed = malformed(order);
        if (malformed.isPresent()) {
            return new Followed(Outcome.REFUSED, malformed.get(), List.of());
        }
        List<Wish> wishes = order.datasets().stream()
                .map(managed -> new Wish(order.zone(), managed.dataset(), managed.policy()))
                .toList();
        Duration span = span(order);
        if (last == null || !last.isStillGood(wishes, span, now)) {
            turns.retain(wishes.stream().map(Wish::dataset).collect(Collectors.toSet()));
            boolean isFollowUp = last != null && last.isFollowedUp(wishes, span, now);
            PolicyRound round = new PolicyRound(order, machine.exec(), now, nanos, turns, isFollowUp);
            boolean allWereSilent = last != null && last.knowsNothing(wishes, span, now);
            PoliciesFact fact = allWereSilent ? round.runIfOneAnswers() : round.run();
            last = new Last(wishes, span, ordinal(now, span), round.hasMoreToDo(), fact);
        }
        return followed(new PoliciesFact(order.generation(), last.fact.ranAt(), last.fact.runs(), last.fact.problem()));
    }

    private static Optional<String> malformed(FollowPolicies order) {
        try {
            ZoneId.of(order.zone());
        } catch (DateTimeException e) {
            return Optional.of("zone: '" + order.zone() + "' is no time zone");
        }
        return order.datasets().stream()
                .map(FollowPolicies.ManagedDataset::dataset)
                .filter(dataset -> !ZfsNames.isDataset(dataset))
                .findFirst()
                .map(dataset -> "datasets: '" + dataset + "' is not a dataset name");
    }

    private static Duration span(FollowPolicies order) {
        return order.datasets().stream()
                .map(FollowPolicies.ManagedDataset::policy)
                .filter(policy -> policy.takes() && policy.counts().frequently() > 0)
                .map(policy -> Duration.ofMinutes(policy.times().frequentMinutes()))
                .filter(often -> often.compareTo(QUARTER_HOUR) < 0)
                .min(Duration::compareTo)
                .orElse(QUARTER_HOUR);
    }

    private static long ordinal(Instant now, Duration span) {
        return Math.floorDiv(now.getEpochSecond(), span.toSeconds());
    }

    private static Followed followed(PoliciesFact fact) {
        String problem = fact.problem() != null
                ? fact.problem()
                : fact.runs().stream()
                        .map(PolicyRun::problem)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new Followed(problem == null ? Outcome.APPLIED : Outcome.FAILED, problem, List.of(fact));
    }
}
