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

/** What a machine's own probe tells of its datasets, as planners want it. */
final class ObservedStates {
    private ObservedStates() {}

    static Map<String, DatasetState> of(Workbench machine) {
        List<Fact> facts = new ZfsProbe().observe(machine.machine(), Watch.NOTHING);
        Map<String, SnapshotsFact> listed = new HashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof SnapshotsFact snapshots) {
                listed.put(snapshots.dataset(), snapshots);
            }
        }
        Map<String, DatasetState> states = new HashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof DatasetsFact all) {
                all.datasets()
                        .forEach(dataset -> states.put(dataset.name(), state(dataset, listed.get(dataset.name()))));
            }
        }
        return states;
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
