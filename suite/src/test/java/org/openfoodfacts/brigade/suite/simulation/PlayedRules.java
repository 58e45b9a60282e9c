package org.openfoodfacts.brigade.suite.simulation;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;
import org.openfoodfacts.brigade.suite.simulation.PlayedFleet.PlayedCopy;

/** What must be so after each deed of Brigade, whatever was before it. */
record PlayedRules(Map<String, Workbench> machines, List<PlayedCopy> copies) {
    /** Whatever Brigade does: each pair has a common snapshot afterwards when it had one, and no copy is anybody's to mount or write. */
    void checked(Runnable deed) {
        Map<PlayedCopy, List<String>> before = common();
        deed.run();
        Map<PlayedCopy, List<String>> after = common();
        before.forEach((copy, guids) -> {
            if (!guids.isEmpty()) {
                assertThat(after.get(copy))
                        .as("the newest common snapshot of %s", copy)
                        .contains(guids.getLast());
            }
        });
        for (PlayedCopy copy : copies) {
            DatasetState state =
                    ObservedStates.of(machines.get(copy.node())).getOrDefault(copy.target(), DatasetState.MISSING);
            if (!state.snapshots().isEmpty()) {
                assertThat(machines.get(copy.node())
                                .run("zfs", "get", "-H", "-o", "value", "mounted,readonly", copy.target()))
                        .as("%s", copy)
                        .isEqualTo("no\non\n");
            }
        }
    }

    /** Of each pair, oldest first. */
    Map<PlayedCopy, List<String>> common() {
        Map<String, Map<String, DatasetState>> all =
                machines.keySet().stream().collect(toMap(node -> node, node -> ObservedStates.of(machines.get(node))));
        return copies.stream().collect(toMap(copy -> copy, copy -> {
            List<String> both = new ArrayList<>(guids(all.get(copy.node()).get(copy.target())));
            both.retainAll(guids(all.get(copy.sourceNode()).get(copy.source())));
            return both;
        }));
    }

    static List<String> guids(DatasetState state) {
        return state == null
                ? List.of()
                : state.snapshots().stream().map(Snapshot::guid).toList();
    }
}
