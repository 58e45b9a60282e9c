package org.openfoodfacts.brigade.suite.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;

/** What a machine's own probe tells of its datasets, as planners want it; looked at again when something was saved since. */
final class ObservedStates {
    private final Workbench machine;
    private List<Object> saved = List.of();
    private Map<String, DatasetState> states = Map.of();

    ObservedStates(Workbench machine) {
        this.machine = machine;
    }

    static Map<String, DatasetState> of(Workbench machine) {
        return machine.observed.now();
    }

    private Map<String, DatasetState> now() {
        List<Object> now = machine.saved();
        if (!now.equals(saved)) {
            states = Map.copyOf(look());
            saved = now;
        }
        return states;
    }

    private Map<String, DatasetState> look() {
        List<Fact> facts = new ZfsProbe().observe(machine.machine(), Watch.NOTHING);
        Map<String, SnapshotsFact> listed = new HashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof SnapshotsFact snapshots) {
                listed.put(snapshots.dataset(), snapshots);
            }
        }
        Map<String, DatasetState> found = new HashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof DatasetsFact all) {
                all.datasets()
                        .forEach(dataset -> found.put(dataset.name(), state(dataset, listed.get(dataset.name()))));
            }
        }
        return found;
    }

    private static DatasetState state(DatasetsFact.Dataset dataset, SnapshotsFact listed) {
        return new DatasetState(
                true,
                listed.snapshots(),
                listed.bookmarks(),
                dataset.receiving().resumeToken(),
                dataset.receiving().writtenBytes(),
                dataset.receiving().encrypted());
    }
}
