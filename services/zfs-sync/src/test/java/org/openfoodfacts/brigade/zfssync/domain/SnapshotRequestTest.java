package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Ids;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsTaken;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.TakenSnapshot;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest.Asked;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotRequest.State;

class SnapshotRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final UUID COMMAND = Ids.next();

    private final SnapshotRequest recursive = request(true);
    private final SnapshotRequest single = request(false);

    private static SnapshotRequest request(boolean recursive) {
        var wish = new SnapshotWish("north1", "tank/a", recursive, "why", NOW.plusSeconds(3600));
        return SnapshotRequest.of(Ids.next(), wish, new Asked("alice", NOW, "r1", null))
                .awaiting(COMMAND);
    }

    private static TakenSnapshot on(String dataset, SnapshotRequest of) {
        return new TakenSnapshot(dataset, of.target().name(), "42", 7, NOW);
    }

    @Test
    void theNameCarriesTheTimeInUtcAndAPartOfTheId() {
        assertThat(single.target().name()).matches("brigade_20261124T060000Z_[0-9a-f]{8}");
        assertThat(single.target().name()).hasSize(SnapshotName.LENGTH);
    }

    @Test
    void everyDatasetOfARecursiveSnapshotIsFollowedAndTold() {
        var step = recursive.taken(new SnapshotsTaken(List.of(on("tank/a", recursive), on("tank/a/b", recursive))));
        assertThat(step.next().state()).isEqualTo(State.TAKEN);
        assertThat(step.snapshots()).extracting(s -> s.ref().dataset()).containsExactly("tank/a", "tank/a/b");
        assertThat(step.events()).hasSize(2).allMatch(ZfsEvent.SnapshotTaken.class::isInstance);
    }

    @Test
    void snapshotsThatWereNotAskedForAreNotBelieved() {
        var others = new SnapshotsTaken(List.of(
                on("tank/ab", single),
                on("tank/a/b", single),
                new TakenSnapshot("tank/a", "autosnap_2026", "1", 1, NOW)));
        var step = single.taken(others);
        assertThat(step.next().state()).isEqualTo(State.FAILED);
        assertThat(step.snapshots()).isEmpty();
        assertThat(step.events()).singleElement().isInstanceOf(ZfsEvent.SnapshotFailed.class);
    }

    @Test
    void aLateReportOfSuccessCorrectsAFailure() {
        var failed = single.failed("EXPIRED").next();
        var step = failed.taken(new SnapshotsTaken(List.of(on("tank/a", single))));
        assertThat(step.next().state()).isEqualTo(State.TAKEN);
        assertThat(step.next().detail()).isNull();
        assertThat(step.snapshots()).hasSize(1);
    }

    @Test
    void whatWasTakenStaysTakenWhateverIsReportedLater() {
        var taken =
                single.taken(new SnapshotsTaken(List.of(on("tank/a", single)))).next();
        assertThat(taken.failed("late").next()).isEqualTo(taken);
        assertThat(taken.failed("late").events()).isEmpty();
    }

    @Test
    void aSnapshotSeenInTheFactsOfACommandCutShortIsNotForgotten() {
        var step = single.failed("CUT_SHORT").next().found(on("tank/a", single));
        assertThat(step.next().state()).isEqualTo(State.TAKEN);
        assertThat(step.snapshots()).hasSize(1);
        assertThat(single.found(on("tank/a", single)).snapshots())
                .as("before the report, the report is waited for")
                .isEmpty();
    }

    @Test
    void anEndCanOnlyComeNearer() {
        assertThat(single.endingAt(NOW).purpose().expiresAt()).isEqualTo(NOW);
        assertThat(single.endingAt(NOW.plusSeconds(9999)).purpose().expiresAt())
                .isEqualTo(single.purpose().expiresAt());
    }
}
