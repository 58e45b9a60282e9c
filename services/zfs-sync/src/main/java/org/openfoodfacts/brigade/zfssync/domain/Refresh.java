package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones.Doomed;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.SnapshotsCloned;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredConsumer;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Failed;

/**
 * A set of staging clones on its way to another moment, a command after the other. The fresh clones are made before anybody is stopped. Whatever
 * fails, it goes on until what was stopped is started again: with the fresh clones when all of them have their places, else with the old ones.
 */
public record Refresh(UUID id, StagingClones set, Asked asked, Plan plan, Progress progress, RefreshPhase phase) {
    private static final int MOST_TRIES = 3;

    /** {@code by} is null when its schedule asks. */
    public record Asked(String by, Instant at, String correlationId) {}

    /**
     * {@code leftovers} of an earlier refresh are destroyed first; {@code moment} is null where there was none. {@code down} are units of consumers that
     * the set's last refresh could not start again, as {@code node/unit}: nobody finds them active, and they are to run.
     */
    public record Plan(Moment moment, List<Doomed> leftovers, List<String> down) {
        public Plan {
            leftovers = List.copyOf(leftovers);
            down = down == null ? List.of() : List.copyOf(down); // stored by a version before
        }
    }

    /**
     * {@code stopped} are the consumers that have to be started again, in the order they were stopped; {@code asked} counts the consumers that were
     * asked to stop. {@code away} began when the first was, and ended when the last was started. {@code tries} are those of the step under way.
     */
    public record Progress(
            List<Doomed> fresh,
            List<Doomed> aside,
            boolean swapped,
            int asked,
            List<DeclaredConsumer> stopped,
            Away away,
            int tries,
            RefreshTrouble trouble) {
        static final Progress NONE =
                new Progress(List.of(), List.of(), false, 0, List.of(), new Away(null, null), 0, RefreshTrouble.NONE);

        public Progress {
            fresh = List.copyOf(fresh);
            aside = List.copyOf(aside);
            stopped = List.copyOf(stopped);
        }

        Progress stillDown(List<DeclaredConsumer> consumers) {
            return new Progress(fresh, aside, swapped, asked, consumers, away, tries, trouble);
        }

        Progress with(RefreshTrouble other) {
            return new Progress(fresh, aside, swapped, asked, stopped, away, tries, other);
        }

        Progress tried(int times) {
            return new Progress(fresh, aside, swapped, asked, stopped, away, times, trouble);
        }

        Progress stopped(List<DeclaredConsumer> more, Instant now) {
            Away since = away.from() == null ? new Away(now, null) : away;
            return new Progress(fresh, aside, swapped, asked + 1, more, since, 0, trouble);
        }

        Progress started(Instant now) {
            List<DeclaredConsumer> left = stopped.subList(0, stopped.size() - 1);
            Away until = left.isEmpty() ? new Away(away.from(), now) : away;
            return new Progress(fresh, aside, swapped, asked, left, until, 0, trouble);
        }
    }

    public record Away(Instant from, Instant until) {
        public Duration duration() {
            return from == null || until == null ? Duration.ZERO : Duration.between(from, until);
        }
    }

    /** What follows: the new state, a command for a node or null, and an event or null. */
    public record Step(Refresh next, String node, Command command, ZfsEvent event) {}

    public static Step begin(UUID id, StagingClones set, Asked asked, Plan plan, Instant now) {
        Progress progress = Progress.NONE.stillDown(set.only(plan.down()));
        return new Refresh(id, set, asked, plan, progress, new Acting(RefreshStep.CLEAR, null))
                .act(RefreshStep.CLEAR, now);
    }

    /** One that its schedule asked for in vain. */
    public static Step inVain(UUID id, StagingClones set, Asked asked, RefreshTrouble trouble, Instant now) {
        Plan plan = new Plan(null, List.of(), trouble.down());
        return new Refresh(id, set, asked, plan, Progress.NONE.with(trouble), new Failed(now)).end(now);
    }

    public Step step(RefreshInput input, Instant now) {
        if (!(phase instanceof Acting acting) || !input.commandId().equals(acting.commandId())) {
            return new Step(this, null, null, null);
        }
        return switch (input) {
            case RefreshInput.Succeeded done -> succeeded(acting.step(), done.result(), now);
            case RefreshInput.Broken broken
            when broken.how().isTriedAgain(acting.step()) && progress.tries() + 1 < MOST_TRIES ->
                in(progress.tried(progress.tries() + 1)).act(acting.step(), now);
            case RefreshInput.Broken broken -> broken(acting.step(), broken, now);
        };
    }

    /** The command of the last step is on its way. */
    public Refresh sent(UUID commandId) {
        return phase instanceof Acting(RefreshStep step, UUID _) ? to(new Acting(step, commandId)) : this;
    }

    private Step succeeded(RefreshStep step, CommandResult result, Instant now) {
        return switch (step) {
            case CLEAR -> in(progress.tried(0)).act(RefreshStep.CLONE, now);
            case CLONE -> in(fresh(((SnapshotsCloned) result).clones())).act(RefreshStep.STOP, now);
            case STOP ->
                in(progress.stopped(with(((UnitsStopped) result).stopped()), now))
                        .act(RefreshStep.STOP, now);
            case SWAP -> in(swapped(((ClonesSwapped) result).aside())).act(RefreshStep.START, now);
            case START -> in(progress.started(now)).act(RefreshStep.START, now);
            case DESTROY -> end(now);
        };
    }

    private Step broken(RefreshStep step, RefreshInput.Broken broken, Instant now) {
        Progress failed = progress.with(progress.trouble().at(step, broken.reason(), broken.detail()))
                .tried(0);
        return switch (step) {
            case CLEAR, CLONE -> in(failed).act(RefreshStep.START, now);
            case STOP -> in(failed.stopped(with(mayBeStopped(broken)), now)).act(RefreshStep.START, now);
            case SWAP -> in(failed).act(RefreshStep.START, now);
            case START ->
                in(failed.with(failed.trouble().down(down(broken))).started(now))
                        .act(RefreshStep.START, now);
            case DESTROY ->
                in(progress.with(progress.trouble().left(broken.reason() + ": " + broken.detail())))
                        .end(now);
        };
    }

    /** When nobody can tell what is still active, all is started: better one too many than one too few. */
    private List<String> mayBeStopped(RefreshInput.Broken broken) {
        if (broken.how() == RefreshInput.How.REFUSED) {
            return List.of();
        }
        return broken.result() instanceof UnitsStopped told
                ? told.stopped()
                : set.consumers().get(progress.asked()).units();
    }

    /** With what the consumer that was asked stopped, and what of it was down before, in the order in which its units are declared. */
    private List<DeclaredConsumer> with(List<String> units) {
        DeclaredConsumer consumer = set.consumers().get(progress.asked());
        List<String> down = StagingClones.only(consumer, plan.down())
                .map(DeclaredConsumer::units)
                .orElse(List.of());
        List<DeclaredConsumer> stopped = new ArrayList<>(progress.stopped());
        stopped.remove(new DeclaredConsumer(consumer.node(), down));
        List<String> all = consumer.units().stream()
                .filter(unit -> units.contains(unit) || down.contains(unit))
                .toList();
        if (!all.isEmpty()) {
            stopped.add(new DeclaredConsumer(consumer.node(), all));
        }
        return stopped;
    }

    private List<String> down(RefreshInput.Broken broken) {
        DeclaredConsumer consumer = progress.stopped().getLast();
        List<String> started = broken.result() instanceof UnitsStarted told ? told.started() : List.of();
        return consumer.units().stream()
                .filter(unit -> !started.contains(unit))
                .map(unit -> StagingClones.unit(consumer, unit))
                .toList();
    }

    private Progress fresh(List<CommandResult.Clone> clones) {
        return new Progress(
                doomed(clones), List.of(), false, 0, progress.stopped(), progress.away(), 0, progress.trouble());
    }

    private Progress swapped(List<CommandResult.Clone> aside) {
        return new Progress(
                progress.fresh(),
                doomed(aside),
                true,
                progress.asked(),
                progress.stopped(),
                progress.away(),
                0,
                progress.trouble());
    }

    private static List<Doomed> doomed(List<CommandResult.Clone> clones) {
        return clones.stream()
                .map(clone -> new Doomed(clone.dataset(), clone.guid()))
                .toList();
    }

    /** The step's command, or that of the next step when this one has nothing to do. */
    private Step act(RefreshStep step, Instant now) {
        return switch (step) {
            case CLEAR ->
                plan.leftovers().isEmpty()
                        ? act(RefreshStep.CLONE, now)
                        : send(step, set.node(), new DestroyClones(plan.leftovers()));
            case CLONE -> send(step, set.node(), RefreshCommands.clones(set, plan.moment()));
            case STOP ->
                next().map(consumer -> send(step, consumer.node(), new StopUnits(consumer.units())))
                        .orElseGet(() -> act(RefreshStep.SWAP, now));
            case SWAP -> send(step, set.node(), RefreshCommands.swap(set, progress.fresh()));
            case START ->
                progress.stopped().isEmpty()
                        ? act(RefreshStep.DESTROY, now)
                        : send(
                                step,
                                progress.stopped().getLast().node(),
                                RefreshCommands.start(progress.stopped().getLast()));
            case DESTROY -> {
                List<Doomed> doomed = progress.swapped() ? progress.aside() : progress.fresh();
                yield doomed.isEmpty() ? end(now) : send(step, set.node(), new DestroyClones(doomed));
            }
        };
    }

    private Optional<DeclaredConsumer> next() {
        return set.consumers().stream().skip(progress.asked()).findFirst();
    }

    private Step send(RefreshStep step, String node, Command command) {
        return new Step(to(new Acting(step, null)), node, command, null);
    }

    private Step end(Instant now) {
        RefreshTrouble trouble = progress.trouble();
        if (trouble.step() == null) {
            return new Step(
                    to(new Done(now)),
                    null,
                    null,
                    new ZfsEvent.ClonesRefreshed(
                            set.name(),
                            set.node(),
                            now,
                            plan.moment().snapshot(),
                            plan.moment().at(),
                            progress.away().duration(),
                            trouble.left(),
                            asked.by(),
                            id));
        }
        return new Step(
                to(new Failed(now)),
                null,
                null,
                new ZfsEvent.ClonesRefreshFailed(
                        set.name(),
                        set.node(),
                        now,
                        trouble.step().name(),
                        trouble.reason(),
                        trouble.detail(),
                        progress.swapped() ? "FRESH" : "OLD",
                        trouble.down(),
                        asked.by(),
                        id));
    }

    private Refresh in(Progress other) {
        return new Refresh(id, set, asked, plan, other, phase);
    }

    private Refresh to(RefreshPhase other) {
        return new Refresh(id, set, asked, plan, progress, other);
    }
}
