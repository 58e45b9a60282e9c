package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.TransferSink;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.replication.SendFlags;
import org.openfoodfacts.brigade.contracts.replication.TransferArguments;

/**
 * Streams from {@code zfs send} over there to {@code zfs receive} here. Several go over one connection: one send after the other there, one receive after
 * the other here, each of which reads no further than its own stream's end. The first that fails ends the connection; those behind it get another.
 */
final class StreamConnection {
    /** zfs send may look for changes for long before it has any to send. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final String SIZE = "size\t";

    private final PairEnd source;
    private final PairEnd target;
    private final Execution execution;

    StreamConnection(PairEnd source, PairEnd target, Execution execution) {
        this.source = source;
        this.target = target;
        this.execution = execution;
    }

    /** A pull that has something to send, and what its stream may contain. */
    record Sent(OnePull one, SendFlags flags) {
        private List<String> send() {
            return TransferArguments.send(one.pull().source(), one.step(), flags);
        }

        private List<String> receive() {
            return TransferArguments.receive(one.pull().target(), one.step(), one.isVolume());
        }

        private long rate() {
            return one.pull().bytesPerSecond();
        }
    }

    /** How much would come may take long to find out, and is told for people: without it the stream begins all the same. */
    void alone(Sent sent) {
        OnePull one = sent.one();
        ToolLines foretold = source.ask(TransferArguments.estimate(one.pull().source(), one.step(), sent.flags()));
        if (!foretold.succeeded() && !(foretold.end() instanceof ExecResult.TimedOut)) {
            one.moved(0, PullFailure.notSent(source, foretold.end()));
            return;
        }
        TransferProgress progress = new TransferProgress(size(foretold), execution.output());
        PipelineResult moved =
                pipe(source.invocation(sent.send()), target.invocation(sent.receive()), sent.rate(), progress);
        one.moved(moved.bytes(), moved.succeeded() ? null : failure(moved));
        progress.tell(moved.bytes());
    }

    /** 0 when it is not known. */
    private static long size(ToolLines foretold) {
        return foretold.lines().stream()
                .filter(line -> line.startsWith(SIZE))
                .mapToLong(line -> ToolNumbers.longOr(line.substring(SIZE.length()), 0))
                .sum();
    }

    /** All of one rate. */
    void oneByOne(List<Sent> all, RoundProgress progress) {
        List<Sent> left = all;
        while (!left.isEmpty()) {
            left = left.subList(over(left, progress), left.size());
        }
    }

    /** How many of them have ended when the connection has. */
    private int over(List<Sent> sent, RoundProgress progress) {
        List<OnePull> pulls = sent.stream().map(Sent::one).toList();
        Arrivals arrivals = new Arrivals(pulls, progress);
        List<List<String>> sends = sent.stream().map(Sent::send).toList();
        PipelineResult moved = pipe(
                source.each(sends), target.each(receives(sent)), sent.getFirst().rate(), arrivals);
        int arrived = arrivals.count();
        if (arrived == pulls.size()) {
            return arrived;
        }
        Outcome failure = failure(moved);
        List<OnePull> failed = pulls.subList(arrived, saysOfAll(moved, arrived) ? pulls.size() : arrived + 1);
        failed.getFirst().moved(arrivals.beyond(moved.bytes()), failure);
        failed.stream().skip(1).forEach(one -> one.moved(0, failure));
        failed.forEach(_ -> progress.ended(0));
        return arrived + failed.size();
    }

    private static List<List<String>> receives(List<Sent> sent) {
        List<List<String>> receives = new ArrayList<>();
        for (Sent one : sent) {
            receives.add(one.receive());
            receives.add(Arrivals.mark());
        }
        return receives;
    }

    /** What ended a connection over which nothing came at all will end the next one too. */
    private boolean saysOfAll(PipelineResult moved, int arrived) {
        boolean unreachable = source.isUnreachable(moved.from()) && !(moved.from() instanceof ExecResult.TimedOut);
        return execution.cancellation().isCancelled() || (arrived == 0 && moved.bytes() == 0 && unreachable);
    }

    private PipelineResult pipe(Invocation from, Invocation to, long bytesPerSecond, TransferSink sink) {
        Pipeline pipeline = new Pipeline(from, to, bytesPerSecond, PATIENCE, LONGEST);
        return execution.machine().exec().pipe(pipeline, sink, execution.cancellation());
    }

    private Outcome failure(PipelineResult moved) {
        return PullFailure.of(source, moved, execution.cancellation().isCancelled());
    }
}
