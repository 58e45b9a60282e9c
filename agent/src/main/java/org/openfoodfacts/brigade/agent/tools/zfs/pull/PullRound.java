package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.tools.StateFile;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets.Pull;
import org.openfoodfacts.brigade.contracts.replication.TransferArguments;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.DatasetsPulled;

/**
 * One step of each of some datasets, from looking at both ends to looking at the targets again. Whatever their number, each end is listed once before and
 * the targets once after, and one call holds all that is about to be sent: only the streams are of one dataset each.
 */
final class PullRound {
    private final PullDatasets command;
    private final Execution execution;
    private final PairEnd source;
    private final PairEnd target;
    private final RoundHolds holds;
    private final long begin = System.nanoTime();
    private List<OnePull> all = List.of();

    PullRound(PullDatasets command, Execution execution) {
        this.command = command;
        this.execution = execution;
        Machine machine = execution.machine();
        List<String> options = command.route() == null ? List.of() : sshOptions(machine);
        this.source = new PairEnd(machine.exec(), command.route(), options);
        this.target = new PairEnd(machine.exec(), null, List.of());
        this.holds = new RoundHolds(new SourceHolds(source));
    }

    /** Never asks, gives up on a dead peer within a minute, and keeps one connection open for all calls to a machine. */
    private static List<String> sshOptions(Machine machine) {
        Path folder = machine.path(StateFile.FOLDER + "/ssh");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made", e);
        }
        return List.of(
                "-o", "BatchMode=yes",
                "-o", "ConnectTimeout=20",
                "-o", "ServerAliveInterval=15",
                "-o", "ServerAliveCountMax=4",
                "-o", "ControlMaster=auto",
                "-o", "ControlPersist=60",
                "-o", "ControlPath=" + folder + "/%C");
    }

    Outcome run() {
        return plan().orElseGet(() -> {
            holds.before(unfailed().toList());
            send(unfailed().filter(one -> one.step() != null).toList());
            holds.after(unfailed().toList());
            return outcome();
        });
    }

    /** Why there is no plan, when an end could not be looked at. What was seen of both is forgotten but for what the plans need. */
    private Optional<Outcome> plan() {
        CompletableFuture<PairEnd.Reading> reading =
                CompletableFuture.supplyAsync(this::readTargets, Thread::startVirtualThread);
        PairEnd.Reading far = source.read(names(command.pulls(), Pull::source));
        PairEnd.Reading near = reading.join();
        if (!(far instanceof PairEnd.Found sources)) {
            return Optional.of(PullFailure.unread(source, "the source", (PairEnd.Unread) far));
        }
        String user = command.route() == null ? null : command.route().user();
        all = command.pulls().stream()
                .map(pull -> new OnePull(
                        pull, user, sources.datasets().getOrDefault(pull.source(), PairEnd.Dataset.MISSING)))
                .toList();
        all.forEach(one ->
                failUnread(one, "the source", sources.unread().get(one.pull().source())));
        List<OnePull> partial =
                unfailed().filter(one -> one.pull().discardPartial()).toList();
        if (!partial.isEmpty()) {
            partial.forEach(this::discard);
            near = readTargets();
        }
        if (!(near instanceof PairEnd.Found targets)) {
            return Optional.of(PullFailure.unread(target, "the target", (PairEnd.Unread) near));
        }
        unfailed()
                .forEach(one -> failUnread(
                        one, "the target", targets.unread().get(one.pull().target())));
        unfailed().forEach(one -> one.plan(targets.datasets().get(one.pull().target())));
        return Optional.empty();
    }

    /** {@code said} is null of one that was read. */
    private static void failUnread(OnePull one, String which, String said) {
        if (said != null) {
            one.fail(PullFailure.unread(which, said));
        }
    }

    private PairEnd.Reading readTargets() {
        return target.read(names(command.pulls(), Pull::target));
    }

    private Stream<OnePull> unfailed() {
        return all.stream().filter(one -> one.failure() == null);
    }

    private static List<String> names(List<Pull> pulls, Function<Pull, String> name) {
        return pulls.stream().map(name).distinct().toList();
    }

    private void discard(OnePull one) {
        ExecResult discarded =
                target.ask(TransferArguments.discard(one.pull().target())).end();
        if (discarded.success().isEmpty() && !PullFailure.saysNothingToDiscard(discarded)) {
            one.fail(ToolFailure.of("zfs receive -A " + one.pull().target(), discarded));
        }
    }

    private void send(List<OnePull> sent) {
        if (sent.isEmpty()) {
            return;
        }
        new PullStreams(source, target, execution).move(sent);
        List<String> targets = sent.stream().map(one -> one.pull().target()).toList();
        PairEnd.Reading after = target.readNewest(targets);
        for (OnePull one : sent) {
            PairEnd.Dataset seen = after instanceof PairEnd.Found found
                    ? found.datasets().get(one.pull().target())
                    : null;
            if (seen != null) {
                one.verify(seen);
            } else if (one.failure() == null) {
                one.fail(ToolFailure.unexpected("the target was received and can no longer be listed"));
            }
        }
    }

    /** That of the one; of several, done when all are, and failed as the first that did not come. */
    private Outcome outcome() {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        DatasetsPulled result =
                new DatasetsPulled(all.stream().map(one -> one.result(took)).toList());
        List<OnePull> failed = all.stream().filter(one -> one.failure() != null).toList();
        if (failed.isEmpty()) {
            return new Outcome.Done(result);
        }
        return all.size() == 1
                ? PullFailure.with(result, failed.getFirst().failure())
                : PullFailure.some(result, failed);
    }
}
