package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final SourceHolds holds;
    private final long begin = System.nanoTime();

    PullRound(PullDatasets command, Execution execution) {
        this.command = command;
        this.execution = execution;
        Machine machine = execution.machine();
        List<String> options = command.route() == null ? List.of() : sshOptions(machine);
        this.source = new PairEnd(machine.exec(), command.route(), options);
        this.target = new PairEnd(machine.exec(), null, List.of());
        this.holds = new SourceHolds(source);
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
        CompletableFuture<PairEnd.Reading> reading =
                CompletableFuture.supplyAsync(this::readTargets, Thread::startVirtualThread);
        PairEnd.Reading far = source.read(names(command.pulls(), Pull::source));
        PairEnd.Reading near = reading.join();
        if (!(far instanceof PairEnd.Found sources)) {
            return PullFailure.unread(source, "the source", (PairEnd.Unread) far);
        }
        List<OnePull> all = command.pulls().stream()
                .map(pull -> new OnePull(pull, sources.datasets().get(pull.source())))
                .toList();
        List<OnePull> partial =
                all.stream().filter(one -> one.pull().discardPartial()).toList();
        if (!partial.isEmpty()) {
            partial.forEach(this::discard);
            near = readTargets();
        }
        if (!(near instanceof PairEnd.Found targets)) {
            return PullFailure.unread(target, "the target", (PairEnd.Unread) near);
        }
        unfailed(all).forEach(one -> one.plan(targets.datasets().get(one.pull().target())));
        send(unfailed(all).filter(one -> one.step() != null).toList());
        holdCommon(unfailed(all).toList());
        return outcome(all);
    }

    private PairEnd.Reading readTargets() {
        return target.read(names(command.pulls(), Pull::target));
    }

    private static Stream<OnePull> unfailed(List<OnePull> all) {
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

    /** What is on its way must not be pruned at the source, or a cut stream could never go on. */
    private void send(List<OnePull> sent) {
        if (sent.isEmpty()) {
            return;
        }
        hold(sent, OnePull::toBeSent);
        new PullStreams(source, target, execution).move(sent);
        List<String> targets = sent.stream().map(one -> one.pull().target()).toList();
        PairEnd.Reading after = target.read(targets);
        for (OnePull one : sent) {
            if (after instanceof PairEnd.Found found) {
                one.verify(found.datasets().get(one.pull().target()));
            } else if (one.failure() == null) {
                one.fail(ToolFailure.unexpected("the target was received and can no longer be listed"));
            }
        }
    }

    /** The older holds go only when the new one is there; to hold what is held waits for the pool as well, so it is looked whether that is so. */
    private void holdCommon(List<OnePull> arrived) {
        List<OnePull> tagged =
                arrived.stream().filter(one -> one.pull().holdTag() != null).toList();
        Map<String, List<String>> tags =
                holds.tags(tagged.stream().flatMap(OnePull::heldBySomebody).toList());
        tagged.stream().filter(one -> isOurs(one, one.common(), tags)).forEach(OnePull::held);
        hold(tagged.stream().filter(one -> !one.isHeld()).toList(), one -> Optional.of(one.common()));
        holds.release(byTag(
                tagged.stream().filter(OnePull::isHeld).toList(),
                one -> Stream.concat(
                        one.heldBefore().stream(),
                        one.heldToo().stream().filter(snapshot -> isOurs(one, snapshot, tags)))));
    }

    private static boolean isOurs(OnePull one, String snapshot, Map<String, List<String>> tags) {
        return tags.getOrDefault(snapshot, List.of()).contains(one.pull().holdTag());
    }

    private void hold(List<OnePull> pulls, Function<OnePull, Optional<String>> snapshot) {
        Set<String> held = holds.hold(byTag(pulls, one -> snapshot.apply(one).stream()));
        pulls.stream()
                .filter(one -> snapshot.apply(one).filter(held::contains).isPresent())
                .forEach(OnePull::held);
    }

    private static Map<String, List<String>> byTag(List<OnePull> pulls, Function<OnePull, Stream<String>> snapshots) {
        return pulls.stream()
                .filter(one -> one.pull().holdTag() != null)
                .collect(groupingBy(one -> one.pull().holdTag(), flatMapping(snapshots, toList())));
    }

    /** That of the one; of several, done when all are, and failed as the first that did not come. */
    private Outcome outcome(List<OnePull> all) {
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
