package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/** Which snapshots of one source (as {@code dataset@snapshot}) are held for its copy here, and what the source said against changing that. */
final class PairHolds {
    private static final String NO_RIGHT = "permission denied";

    private final Pull pull;
    private final String user;
    private final Map<String, Long> txgs = new HashMap<>();
    private final Set<String> bySomebody = new LinkedHashSet<>();
    private final Set<String> ours = new LinkedHashSet<>();
    private boolean cannotHold;
    private boolean cannotRelease;
    private String words;

    /** {@code user} is whom the source knows this machine as, null when it is root or ssh's own choice. */
    PairHolds(Pull pull, String user, PairEnd.Dataset far) {
        this.pull = pull;
        this.user = user;
        Set<String> held = Set.copyOf(far.held());
        for (Snapshot snapshot : far.state().snapshots()) {
            if (held.contains(snapshot.name())) {
                String name = pull.source() + "@" + snapshot.name();
                bySomebody.add(name);
                txgs.put(name, snapshot.createTxg());
            }
        }
    }

    /** The held ones, of which it is to be asked by whom. */
    Stream<String> bySomebody() {
        return bySomebody.stream();
    }

    void learn(Map<String, List<String>> tags) {
        bySomebody.stream()
                .filter(name -> tags.getOrDefault(name, List.of()).contains(pull.holdTag()))
                .forEach(ours::add);
    }

    /** The first of those before the last one that is not younger than {@code txg}, where the copy stands: what is needed lies behind that one. */
    Optional<String> outlived(long txg) {
        return allButTheYoungest(name -> txgs.getOrDefault(name, Long.MAX_VALUE) <= txg);
    }

    /** One that is held beyond {@code txg}, where the copy stands, and not for this step: of a stream that was given up. */
    Optional<String> givenUp(long txg, List<String> ofStep) {
        return ours.stream()
                .filter(name -> !ofStep.contains(name) && txgs.getOrDefault(name, 0L) > txg)
                .findFirst();
    }

    /** The first of those beside {@code to}, with which a copy begins anew, but for the youngest: until it has begun, what was there may be needed again. */
    Optional<String> beforeTheYoungest(String to) {
        return allButTheYoungest(name -> !name.equals(to));
    }

    private Optional<String> allButTheYoungest(Predicate<String> which) {
        List<String> sorted = ours.stream()
                .filter(which)
                .sorted(Comparator.comparing(txgs::get))
                .toList();
        return sorted.size() < 2 ? Optional.empty() : Optional.of(sorted.getFirst());
    }

    List<String> beside(String name) {
        return ours.stream().filter(other -> !other.equals(name)).toList();
    }

    boolean has(String name) {
        return ours.contains(name);
    }

    /** Whether another one may be held, of which {@code most} may stay where none can be released. */
    boolean mayGrow(int most) {
        return !cannotHold && !(cannotRelease && ours.size() >= most);
    }

    void held(String name, SourceHolds.Changed changed) {
        if (changed.held().contains(name)) {
            ours.add(name);
        }
        cannotHold |= said(name, changed) && words.contains(NO_RIGHT);
    }

    void released(String name, SourceHolds.Changed changed) {
        if (!changed.held().contains(name)) {
            ours.remove(name);
        }
        cannotRelease |= said(name, changed);
    }

    private boolean said(String name, SourceHolds.Changed changed) {
        String problem = changed.problems().get(name);
        words = words == null ? problem : words;
        return problem != null;
    }

    /** Null when nothing was said; else what, and the way out where it is a right that is missing. */
    String problem() {
        return words == null || user == null || !words.contains(NO_RIGHT)
                ? words
                : words + "; at the source: zfs allow -u " + user + " hold,release '" + pull.source() + "'";
    }
}
