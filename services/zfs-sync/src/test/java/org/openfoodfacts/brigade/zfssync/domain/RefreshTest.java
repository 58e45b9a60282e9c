package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Failed;

/** A refresh step by step: what is sent to whom, and that whatever fails, what was stopped is started again. */
class RefreshTest extends PlayedRefresh {
    @Test
    void clonesAreMadeBeforeAnybodyIsStoppedAndWhoIsStoppedLastIsStartedFirst() {
        begin(new Doomed("t/s/b.before", "0"));
        assertThat(command).isEqualTo(new DestroyClones(List.of(new Doomed("t/s/b.before", "0"))));
        done(new ClonesDestroyed(List.of("t/s/b.before"), 5));
        assertThat(command)
                .isEqualTo(new CloneSnapshots(List.of(
                        new CloneSnapshots.Clone("t/a", "daily", "7", "t/s/a.next", "t/s/a"),
                        new CloneSnapshots.Clone("t/b", "daily", "8", "t/s/b.next", "t/s/b"))));
        done(new SnapshotsCloned(FRESH));
        assertThat(command).isEqualTo(new StopUnits(List.of("web.service", "mnt.mount")));
        done(new UnitsStopped(List.of("web.service", "mnt.mount")));
        done(new UnitsStopped(List.of("jobs.timer")));
        assertThat(command)
                .isEqualTo(new SwapClones(List.of(
                        new SwapClones.Swap("t/s/a", "t/s/a.next", "11", "t/s/a.before"),
                        new SwapClones.Swap("t/s/b", "t/s/b.next", "12", "t/s/b.before"))));
        done(new ClonesSwapped(ASIDE));
        assertThat(command).isEqualTo(new StartUnits(List.of("jobs.timer")));
        done(new UnitsStarted(List.of("jobs.timer")));
        assertThat(command).isEqualTo(new StartUnits(List.of("mnt.mount", "web.service")));
        done(new UnitsStarted(List.of("mnt.mount", "web.service")));
        assertThat(command)
                .isEqualTo(
                        new DestroyClones(List.of(new Doomed("t/s/a.before", "1"), new Doomed("t/s/b.before", "2"))));
        done(new ClonesDestroyed(List.of("t/s/a.before", "t/s/b.before"), 9));

        assertThat(refresh.phase()).isInstanceOf(Done.class);
        assertThat(event).isInstanceOfSatisfying(ClonesRefreshed.class, told -> {
            assertThat(told.snapshot()).isEqualTo("daily");
            assertThat(told.away()).isEqualTo(Duration.ofSeconds(40));
            assertThat(told.left()).isNull();
        });
    }

    @Test
    void whatCannotBeClonedStopsNobody() {
        begin();
        refused();

        assertThat(sent).containsExactly("host CloneSnapshots");
        assertThat(refresh.phase()).isInstanceOf(Failed.class);
        assertFailed("CLONE", "OLD");
    }

    @Test
    void aConsumerThatCannotBeStoppedEndsItAndTheOthersAreStartedAgain() {
        begin();
        done(new SnapshotsCloned(FRESH));
        done(new UnitsStopped(List.of("web.service")));
        refused();
        assertThat(command).isEqualTo(new StartUnits(List.of("web.service")));
        done(new UnitsStarted(List.of("web.service")));
        assertThat(command)
                .as("the fresh ones have no use")
                .isEqualTo(new DestroyClones(List.of(new Doomed("t/s/a.next", "11"), new Doomed("t/s/b.next", "12"))));
        done(new ClonesDestroyed(List.of(), 0));

        assertFailed("STOP", "OLD");
    }

    @Test
    void whatStoppedNobodyKnowsIsStartedAsAWhole() {
        begin();
        done(new SnapshotsCloned(FRESH));
        cutShort();

        assertThat(command).isEqualTo(new StartUnits(List.of("mnt.mount", "web.service")));
    }

    @Test
    void whatWasStoppedBeforeOneFailedIsToldAndStarted() {
        begin();
        done(new SnapshotsCloned(FRESH));
        failed(new UnitsStopped(List.of("web.service")));

        assertThat(command).isEqualTo(new StartUnits(List.of("web.service")));
    }

    @Test
    void aSwapThatWasCutIsGoneOnWithAndOneThatFailedLeavesTheOldOnes() {
        begin();
        done(new SnapshotsCloned(FRESH));
        done(new UnitsStopped(List.of()));
        done(new UnitsStopped(List.of("jobs.timer")));
        cutShort();
        assertThat(command).isInstanceOf(SwapClones.class);
        cutShort();
        assertThat(command).isInstanceOf(SwapClones.class);
        failed(null);
        assertThat(command).isEqualTo(new StartUnits(List.of("jobs.timer")));
        done(new UnitsStarted(List.of("jobs.timer")));
        failed(null);

        assertFailed("SWAP", "OLD");
        assertThat(refresh.progress().trouble().left()).contains("it broke");
    }

    @Test
    void whoDoesNotStartAgainIsNamedAndTheOthersAreStarted() {
        begin();
        done(new SnapshotsCloned(FRESH));
        done(new UnitsStopped(List.of("web.service", "mnt.mount")));
        done(new UnitsStopped(List.of("jobs.timer")));
        done(new ClonesSwapped(ASIDE));
        refused();
        failed(new UnitsStarted(List.of("mnt.mount")));
        done(new ClonesDestroyed(List.of(), 0));

        assertFailed("START", "FRESH");
        assertThat(((ClonesRefreshFailed) event).stopped()).containsExactly("jobs/jobs.timer", "web/web.service");
    }

    @Test
    void whatCannotBeDestroyedIsToldAndSpoilsNothing() {
        begin();
        done(new SnapshotsCloned(FRESH));
        done(new UnitsStopped(List.of()));
        done(new UnitsStopped(List.of()));
        done(new ClonesSwapped(ASIDE));
        refused();

        assertThat(event).isInstanceOfSatisfying(ClonesRefreshed.class, told -> {
            assertThat(told.left()).isEqualTo("PRECONDITION: it is not so");
            assertThat(told.away()).isEqualTo(Duration.ZERO);
        });
    }

    @Test
    void anothersCommandChangesNothing() {
        begin();
        Refresh before = refresh;

        take(refresh.step(new RefreshInput.Succeeded(UUID.randomUUID(), new SnapshotsCloned(FRESH)), now));

        assertThat(refresh).isEqualTo(before);
        assertThat(command).isNull();
    }
}
