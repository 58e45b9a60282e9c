package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

class FactCheckTest {

    private static Dataset dataset(String name, String guid) {
        return new Dataset(name, guid, "filesystem", 1, 1, 1, null, null);
    }

    private static Snapshot snapshot(String name, Instant creation) {
        return new Snapshot(name, "1", 1, creation, 0, List.of(), List.of(), null);
    }

    @Test
    void aWholeFactMayBeStored() {
        assertThat(FactCheck.objection(new DatasetsFact(List.of(dataset("a", "1"), dataset("b", "2")))))
                .isEmpty();
    }

    @Test
    void whatTheDatabaseCouldNeverTakeIsNamed() {
        assertThat(FactCheck.objection(new DatasetsFact(List.of(dataset("a", "1"), dataset("a", "2")))))
                .hasValue("the dataset 'a' stands twice");
        assertThat(FactCheck.objection(new DatasetsFact(List.of(dataset("a", null)))))
                .isPresent();
        assertThat(FactCheck.objection(new SnapshotsFact(null, List.of(), List.of())))
                .isPresent();
        assertThat(FactCheck.objection(new SnapshotsFact("a", List.of(snapshot("s", null)), List.of())))
                .isPresent();
    }
}
