package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClones;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.zfssync.domain.RefreshInput.How;

/** A refresh of two clones with two consumers, and what becomes of its commands. */
abstract class PlayedRefresh {
    static final Instant NOW = Instant.parse("2026-03-14T04:30:00Z");
    static final List<Clone> FRESH = List.of(new Clone("t/s/a.next", "11"), new Clone("t/s/b.next", "12"));
    static final List<Clone> ASIDE = List.of(new Clone("t/s/a.before", "1"), new Clone("t/s/b.before", "2"));
    static final StagingClones SET = new StagingClones(new DeclaredClones(
            "staging",
            "host",
            null,
            null,
            List.of(new DeclaredClone("t/a", "t/s/a"), new DeclaredClone("t/b", "t/s/b")),
            List.of(
                    new DeclaredConsumer("web", List.of("web.service", "mnt.mount")),
                    new DeclaredConsumer("jobs", List.of("jobs.timer")))));
    static final Moment MOMENT =
            new Moment("daily", NOW, List.of(new Moment.Source("t/a", "7"), new Moment.Source("t/b", "8")));

    final List<String> sent = new ArrayList<>();
    Instant now = NOW;
    Refresh refresh;
    Command command;
    ZfsEvent event;

    void begin(Doomed... leftovers) {
        begin(new Refresh.Plan(MOMENT, List.of(leftovers), List.of()));
    }

    void begin(Refresh.Plan plan) {
        take(Refresh.begin(UUID.randomUUID(), SET, new Refresh.Asked("alex", NOW, "c"), plan, NOW));
    }

    void beginNext() {
        begin(new Refresh.Plan(MOMENT, List.of(), SET.leftDown(refresh)));
    }

    void take(Refresh.Step step) {
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

    UUID commandId() {
        return ((RefreshPhase.Acting) refresh.phase()).commandId();
    }

    void done(CommandResult result) {
        take(refresh.step(new RefreshInput.Succeeded(commandId(), result), now));
    }

    void refused() {
        take(refresh.step(
                new RefreshInput.Broken(commandId(), "PRECONDITION", "it is not so", How.REFUSED, null), now));
    }

    void failed(CommandResult result) {
        take(refresh.step(new RefreshInput.Broken(commandId(), "TOOL_FAILED", "it broke", How.FAILED, result), now));
    }

    void unheard() {
        take(refresh.step(
                new RefreshInput.Broken(commandId(), "EXPIRED", "the node may be away", How.UNHEARD, null), now));
    }

    void cutShort() {
        take(refresh.step(new RefreshInput.Broken(commandId(), "CUT_SHORT", "restarted", How.CUT_SHORT, null), now));
    }

    void upToStart() {
        begin();
        done(new SnapshotsCloned(FRESH));
        done(new UnitsStopped(List.of("web.service", "mnt.mount")));
        done(new UnitsStopped(List.of("jobs.timer")));
        done(new ClonesSwapped(ASIDE));
    }

    void assertFailed(String step, String inPlace) {
        assertThat(event).isInstanceOfSatisfying(ClonesRefreshFailed.class, told -> {
            assertThat(told.step()).isEqualTo(step);
            assertThat(told.inPlace()).isEqualTo(inPlace);
        });
    }
}
