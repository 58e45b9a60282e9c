package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.zfssync.domain.Refresh.Input;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Failed;

/** A refresh step by step: what is sent to whom, and that whatever fails, what was stopped is started again. */
class RefreshTest {
    private static final Instant NOW = Instant.parse("2026-03-14T04:30:00Z");
    private static final List<Clone> FRESH = List.of(new Clone("t/s/a.next", "11"), new Clone("t/s/b.next", "12"));
    private static final List<Clone> ASIDE = List.of(new Clone("t/s/a.before", "1"), new Clone("t/s/b.before", "2"));
    private static final StagingClones SET = new StagingClones(new DeclaredClones(
            "staging",
            "host",
            null,
            null,
            List.of(new DeclaredClone("t/a", "t/s/a"), new DeclaredClone("t/b", "t/s/b")),
            List.of(
                    new DeclaredConsumer("web", List.of("web.service", "mnt.mount")),
                    new DeclaredConsumer("jobs", List.of("jobs.timer")))));
    private static final Moment MOMENT =
            new Moment("daily", NOW, List.of(new Moment.Source("t/a", "7"), new Moment.Source("t/b", "8")));

    private final List<String> sent = new ArrayList<>();
    private Instant now = NOW;
    private Refresh refresh;
    private Command command;
    private ZfsEvent event;

    private void begin(Doomed... leftovers) {
        take(Refresh.begin(
                UUID.randomUUID(),
                SET,
                new Refresh.Asked("alex", NOW, "c"),
                new Refresh.Plan(MOMENT, List.of(leftovers)),
                NOW));
    }

    private void take(Refresh.Step step) {
        command = step.command();
        event = step.event();
        refresh = command == null ? step.next() : step.next().sent(UUID.randomUUID());
        if (command != null) {
            assertThat(RefreshCommands.KINDS)
                    .as("by which the service knows that an end is a refresh's")
                    .contains(EventType.of(command));
            sent.add(step.node() + " " + command.getClass().getSimpleName());
        }
        now = now.plusSeconds(10);
    }

    private UUID commandId() {
        return ((RefreshPhase.Acting) refresh.phase()).commandId();
    }

    private void done(CommandResult result) {
        take(refresh.step(new Input.Succeeded(commandId(), result), now));
    }

    private void refused() {
        take(refresh.step(new Input.Broken(commandId(), "PRECONDITION", "it is not so", true, false, null), now));
    }

    private void failed(CommandResult result) {
        take(refresh.step(new Input.Broken(commandId(), "TOOL_FAILED", "it broke", false, false, result), now));
    }

    private void cutShort() {
        take(refresh.step(new Input.Broken(commandId(), "CUT_SHORT", "restarted", false, true, null), now));
    }

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

        take(refresh.step(new Input.Succeeded(UUID.randomUUID(), new SnapshotsCloned(FRESH)), now));

        assertThat(refresh).isEqualTo(before);
        assertThat(command).isNull();
    }

    private void assertFailed(String step, String inPlace) {
        assertThat(event).isInstanceOfSatisfying(ClonesRefreshFailed.class, told -> {
            assertThat(told.step()).isEqualTo(step);
            assertThat(told.inPlace()).isEqualTo(inPlace);
        });
    }
}
