package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;

/**
 * What differs between the findings as last stored and as they are now. Facts of one machine come one after the other, so a finding is told
 * when it has stood for a while; its end is told only when something of the copy was.
 */
public record FindingChanges(List<FindingRecord> stored, List<Pair.Key> gone, List<ZfsEvent.OfCopy> events) {
    public FindingChanges {
        stored = List.copyOf(stored);
        gone = List.copyOf(gone);
        events = List.copyOf(events);
    }

    /** What was found of a pair now; {@code plan} is null without a finding. */
    public record Found(Pair pair, RepairPlan plan) {}

    /**
     * @param before by pair
     * @param now one for each pair that is declared, but for those of {@code busy}
     * @param patience how long a finding stands before it is told
     * @param busy pairs of which something is being brought or repaired: what is seen of them is half done
     */
    public static FindingChanges of(
            Map<Pair.Key, FindingRecord> before,
            Map<Pair.Key, Found> now,
            List<Pair.Key> busy,
            Duration patience,
            Instant at) {
        List<FindingRecord> stored = new ArrayList<>();
        List<Pair.Key> gone = new ArrayList<>();
        List<ZfsEvent.OfCopy> events = new ArrayList<>();
        now.forEach((key, found) -> {
            FindingRecord old = before.get(key);
            if (found.plan() != null) {
                FindingRecord next = next(old, key, found.plan().finding(), patience, at);
                if (next.told() && !isOpen(old, next.finding())) {
                    events.add(blocked(found, next));
                }
                if (!next.equals(old)) {
                    stored.add(next);
                }
            }
        });
        before.forEach((key, old) -> {
            boolean stands =
                    busy.contains(key) || (now.containsKey(key) && now.get(key).plan() != null);
            if (!stands) {
                gone.add(key);
                if (old.open() != null) {
                    events.add(new ZfsEvent.CopyUnblocked(key.sourcePlace(), key.copyPlace(), at, told(old.open())));
                }
            }
        });
        return new FindingChanges(stored, gone, events);
    }

    private static boolean isOpen(FindingRecord old, Finding finding) {
        return old != null && old.open() != null && old.open().kind() == finding.kind();
    }

    /** One of another kind begins anew: it is told when it has stood as long; until then what was told before counts. */
    private static FindingRecord next(FindingRecord old, Pair.Key key, Finding finding, Duration patience, Instant at) {
        if (old == null) {
            return new FindingRecord(key, finding, at, null);
        }
        boolean another = old.finding().kind() != finding.kind();
        Instant since = another ? at : old.since();
        boolean stood = !another && Pause.hasPassed(patience, since, at);
        return new FindingRecord(key, finding, since, stood || isOpen(old, finding) ? finding : old.open());
    }

    private static ZfsEvent.OfCopy blocked(Found found, FindingRecord next) {
        DeclaredPull.Origin origin = found.pair().origin();
        return new ZfsEvent.CopyBlocked(
                next.key().sourcePlace(),
                next.key().copyPlace(),
                next.since(),
                told(next.finding()),
                found.plan().isPossible(),
                origin.file() + ":" + origin.line());
    }

    private static ZfsEvent.Finding told(Finding finding) {
        return new ZfsEvent.Finding(finding.kind().name(), finding.words());
    }
}
