package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.contracts.commands.MeasureSnapshots;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** Which snapshots of a dataset are meant, as zfs takes them: names, and ranges {@code first%last} in order of age. */
public record MeasureWish(String node, String dataset, List<String> snapshots) {
    /** Their names must fit into one argument of zfs. */
    static final int MOST = 400;

    public MeasureWish {
        snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
    }

    /** What it comes to among the snapshots that the facts show. */
    public sealed interface Meant {}

    public record Found(MeasureSnapshots command) implements Meant {}

    public record Refused(Objection objection) implements Meant {}

    /** @param known all of the dataset, oldest first */
    public Meant among(List<Snapshot> known) {
        if (snapshots.isEmpty()) {
            return refused("name at least one, or a range first%last");
        }
        if (snapshots.size() > MOST) {
            return tooMany(snapshots.size());
        }
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < known.size(); place++) {
            places.putIfAbsent(known.get(place).name(), place);
        }
        Set<Integer> meant = new HashSet<>();
        for (String wanted : snapshots) {
            int percent = wanted.indexOf('%');
            int first = places.getOrDefault(percent < 0 ? wanted : wanted.substring(0, percent), -1);
            int last = percent < 0 ? first : places.getOrDefault(wanted.substring(percent + 1), -1);
            if (first < 0 || last < first) {
                return refused("the newest facts of " + node + " show no " + dataset + "@" + wanted);
            }
            for (int i = first; i <= last; i++) {
                meant.add(i);
            }
        }
        if (meant.size() > MOST) {
            return tooMany(meant.size());
        }
        List<SnapshotRef> refs = new ArrayList<>();
        meant.stream()
                .sorted()
                .map(known::get)
                .forEach(snapshot -> refs.add(new SnapshotRef(snapshot.name(), snapshot.guid())));
        return new Found(new MeasureSnapshots(dataset, refs));
    }

    private static Refused tooMany(int count) {
        return refused("these are " + count + ", and at most " + MOST + " can be asked about in one call");
    }

    private static Refused refused(String why) {
        return new Refused(new Objection("snapshots", why));
    }
}
