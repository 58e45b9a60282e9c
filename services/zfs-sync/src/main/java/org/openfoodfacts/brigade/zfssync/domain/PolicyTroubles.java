package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PolicyFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.PolicyRecovered;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;

/** Which managed datasets of a node are not kept as their policy says. One event when that begins, one when it ends, none in between. */
public final class PolicyTroubles {
    /** Two quarters of an hour, a start of the machine, and the way to us. */
    public static final Duration SILENCE = Duration.ofMinutes(40);

    private PolicyTroubles() {}

    /**
     * An order to the agent. {@code since} is when the first was made that the agent has not taken: an order that follows it in the meantime makes nobody
     * wait longer.
     */
    public record Ordered(long generation, Instant since) {}

    /**
     * The problem of each managed dataset that has one, by name.
     *
     * @param run what the agent last said; null when it never did
     * @param ordered null when none was
     */
    public static Map<String, String> of(List<DatasetPolicy> policies, PoliciesFact run, Ordered ordered, Instant now) {
        Map<String, String> troubles = new TreeMap<>();
        for (DatasetPolicy policy : policies) {
            if (policy.mode() == DatasetPolicy.Mode.MANAGE) {
                String dataset = policy.place().dataset();
                String problem = policy.objection() == null ? problem(dataset, run, ordered, now) : policy.objection();
                if (problem != null) {
                    troubles.put(dataset, problem);
                }
            }
        }
        return troubles;
    }

    private static String problem(String dataset, PoliciesFact run, Ordered ordered, Instant now) {
        Instant waits = ordered == null ? null : ordered.since();
        Instant last = run == null ? null : run.ranAt();
        Instant since = last == null ? waits : last;
        if (isLongAgo(since, now)) {
            return "its agent has not followed the policy since " + since;
        }
        if (run != null && ordered != null && run.generation() < ordered.generation() && isLongAgo(waits, now)) {
            return "its agent has not taken the order of " + waits + " and follows an older one; its log says why";
        }
        if (run == null) {
            return null;
        }
        return run.problem() != null
                ? run.problem()
                : run.runs().stream()
                        .filter(one -> one.dataset().equals(dataset) && one.problem() != null)
                        .map(PolicyRun::problem)
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isLongAgo(Instant since, Instant now) {
        return since != null && Duration.between(since, now).compareTo(SILENCE) > 0;
    }

    /** Of datasets that are not shown for now nothing new is said: what was told of them holds. */
    public static Map<String, String> withThoseAway(
            Map<String, String> after, Map<String, String> before, Collection<String> away) {
        Map<String, String> all = new TreeMap<>(after);
        away.stream().filter(before::containsKey).forEach(dataset -> all.putIfAbsent(dataset, before.get(dataset)));
        return all;
    }

    /** What is to be told when {@code before} becomes {@code after}; a dataset that is no longer managed has recovered. */
    public static List<ZfsEvent> changes(
            String node, Map<String, String> before, Map<String, String> after, Instant now) {
        List<ZfsEvent> events = new ArrayList<>();
        for (String dataset : both(before, after)) {
            if (!before.containsKey(dataset)) {
                events.add(new PolicyFailed(node, dataset, now, after.get(dataset)));
            } else if (!after.containsKey(dataset)) {
                events.add(new PolicyRecovered(node, dataset, now));
            }
        }
        return events;
    }

    private static Set<String> both(Map<String, String> before, Map<String, String> after) {
        Set<String> datasets = new TreeSet<>(before.keySet());
        datasets.addAll(after.keySet());
        return datasets;
    }
}
