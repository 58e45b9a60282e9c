package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;

/** Consumers that a refresh could not start again, and what it and the next one do for them. */
class LeftDownTest extends PlayedRefresh {
    @Test
    void whoIsAwayWhenItIsToStartIsAskedAgain() {
        upToStart();
        unheard();
        assertThat(command).isEqualTo(new StartUnits(List.of("jobs.timer")));
        done(new UnitsStarted(List.of("jobs.timer")));
        unheard();
        unheard();
        unheard();
        done(new ClonesDestroyed(List.of(), 0));

        assertFailed("START", "FRESH");
        assertThat(((ClonesRefreshFailed) event).stopped()).containsExactly("web/web.service", "web/mnt.mount");
    }

    @Test
    void whoIsAwayWhenItIsToStopIsNotWaitedFor() {
        begin();
        done(new SnapshotsCloned(FRESH));
        unheard();

        assertThat(command).isEqualTo(new StartUnits(List.of("mnt.mount", "web.service")));
    }

    /** The agent stops what is active, and names it: nobody would start what was down before. */
    @Test
    void whoWasLeftDownIsStartedByTheNextRefresh() {
        upToStart();
        done(new UnitsStarted(List.of("jobs.timer")));
        failed(new UnitsStarted(List.of("mnt.mount")));
        done(new ClonesDestroyed(List.of(), 0));
        assertThat(((ClonesRefreshFailed) event).stopped()).containsExactly("web/web.service");

        beginNext();
        done(new SnapshotsCloned(FRESH));
        done(new UnitsStopped(List.of("mnt.mount")));
        done(new UnitsStopped(List.of()));
        done(new ClonesSwapped(ASIDE));
        assertThat(command).isEqualTo(new StartUnits(List.of("mnt.mount", "web.service")));
        done(new UnitsStarted(List.of("mnt.mount", "web.service")));
        done(new ClonesDestroyed(List.of(), 0));

        assertThat(event).isInstanceOf(ClonesRefreshed.class);
        assertThat(SET.leftDown(refresh)).isEmpty();
    }

    @Test
    void whoWasLeftDownIsStartedAlsoWhenNothingCanBeClonedOrWhoStopsFirstCannot() {
        leaveJobsDown();
        beginNext();
        refused();
        assertThat(command).isEqualTo(new StartUnits(List.of("jobs.timer")));
        refused();
        assertFailed("CLONE", "OLD");
        assertThat(((ClonesRefreshFailed) event).stopped()).containsExactly("jobs/jobs.timer");

        beginNext();
        done(new SnapshotsCloned(FRESH));
        failed(new UnitsStopped(List.of("web.service")));
        assertThat(command).isEqualTo(new StartUnits(List.of("web.service")));
        done(new UnitsStarted(List.of("web.service")));
        assertThat(command).isEqualTo(new StartUnits(List.of("jobs.timer")));
    }

    @Test
    void aTurnInVainBetweenForgetsNobody() {
        leaveJobsDown();

        take(Refresh.inVain(
                UUID.randomUUID(),
                SET,
                new Refresh.Asked(null, now, "c"),
                RefreshTrouble.inVain("TURN_MISSED", "nobody was there", SET.leftDown(refresh)),
                now));

        assertThat(((ClonesRefreshFailed) event).stopped()).containsExactly("jobs/jobs.timer");
        assertThat(SET.leftDown(refresh)).containsExactly("jobs/jobs.timer");
    }

    @Test
    void whoIsNoConsumerAnyMoreIsLeftAsItIs() {
        leaveJobsDown();
        DeclaredClones declared = SET.declared();
        StagingClones fewer = new StagingClones(new DeclaredClones(
                declared.name(),
                declared.node(),
                null,
                null,
                declared.clones(),
                List.of(declared.consumers().getFirst())));

        assertThat(fewer.leftDown(refresh)).isEmpty();
        assertThat(fewer.leftDown(null)).isEmpty();
    }

    private void leaveJobsDown() {
        upToStart();
        refused();
        done(new UnitsStarted(List.of("mnt.mount", "web.service")));
        done(new ClonesDestroyed(List.of(), 0));
    }
}
