package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
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

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void soIsATimeThatNoTableCanTell(Instant time) {
        Snapshot ending =
                new Snapshot("s", "1", 1, Instant.EPOCH, 0, List.of(), List.of(), new Expiry("by hand", time));

        assertThat(List.of(
                        new SnapshotsFact("a", List.of(snapshot("s", time)), List.of()),
                        new SnapshotsFact("a", List.of(ending), List.of()),
                        new PoolStatusFact(List.of(new PoolStatus("p", "ONLINE", time, 0L, List.of()))),
                        new PoliciesFact(1, time, List.of(), null)))
                .allSatisfy(fact -> assertThat(FactCheck.objection(fact))
                        .hasValueSatisfying(why -> assertThat(why).contains(time.toString())));
    }

    @Test
    void whatDoesNotSayATimeMayBeStored() {
        assertThat(FactCheck.objection(new PoliciesFact(1, null, List.of(), null)))
                .isEmpty();
        assertThat(FactCheck.objection(
                        new PoolStatusFact(List.of(new PoolStatus("p", "ONLINE", null, null, List.of())))))
                .isEmpty();
        assertThat(FactCheck.objection(new SnapshotsFact(
                        "a", List.of(snapshot("s", Instant.parse("2026-11-24T08:00:00Z"))), List.of())))
                .isEmpty();
    }
}
