package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.TransferSink;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.replication.SendFlags;
import org.openfoodfacts.brigade.contracts.replication.TransferArguments;

/** The streams of a round, some beside each other, each from {@code zfs send} over there to {@code zfs receive} here. */
final class PullStreams {
    /** Most of a short stream's time is waiting: for the other machine, and for the pool to write. */
    private static final int AT_ONCE = 4;

    /** zfs send may look for changes for long before it has any to send. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final String SIZE = "size\t";

    private final PairEnd source;
    private final PairEnd target;
    private final Execution execution;

    PullStreams(PairEnd source, PairEnd target, Execution execution) {
        this.source = source;
        this.target = target;
        this.execution = execution;
    }

    /** Until all have ended, one way or the other. A stream that is alone is foretold, and tells how far it is. */
    void move(List<OnePull> pulls) {
        Map<String, Set<String>> features = pulls.stream()
                .map(one -> pool(one.pull().target()))
                .distinct()
                .collect(toMap(pool -> pool, target::features));
        if (pulls.size() == 1) {
            OnePull only = pulls.getFirst();
            alone(only, flags(only, features));
            return;
        }
        RoundProgress progress = new RoundProgress(pulls.size(), execution.output());
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (OnePull one : pulls) {
                SendFlags flags = flags(one, features);
                threads.execute(
                        () -> progress.ended(pipe(one, flags, TransferSink.NONE).bytes()));
            }
        }
    }

    private static String pool(String dataset) {
        return dataset.split("/", 2)[0];
    }

    private static SendFlags flags(OnePull one, Map<String, Set<String>> features) {
        return SendFlags.of(
                one.isSourceEncrypted(), features.get(pool(one.pull().target())));
    }

    private void alone(OnePull one, SendFlags flags) {
        ToolLines foretold = source.ask(TransferArguments.estimate(one.pull().source(), one.step(), flags));
        if (!foretold.succeeded()) {
            one.moved(0, PullFailure.notSent(source, foretold.end()));
            return;
        }
        TransferProgress progress = new TransferProgress(size(foretold), execution.output());
        progress.tell(pipe(one, flags, progress).bytes());
    }

    private static long size(ToolLines foretold) {
        return foretold.lines().stream()
                .filter(line -> line.startsWith(SIZE))
                .mapToLong(line -> ToolNumbers.longOr(line.substring(SIZE.length()), 0))
                .sum();
    }

    private PipelineResult pipe(OnePull one, SendFlags flags, TransferSink sink) {
        Pipeline pipeline = new Pipeline(
                source.invocation(TransferArguments.send(one.pull().source(), one.step(), flags)),
                target.invocation(TransferArguments.receive(one.pull().target())),
                one.pull().bytesPerSecond(),
                PATIENCE,
                LONGEST);
        PipelineResult moved = execution.machine().exec().pipe(pipeline, sink, execution.cancellation());
        boolean isCancelled = execution.cancellation().isCancelled();
        Outcome failure = moved.succeeded() ? null : PullFailure.of(source, moved, isCancelled);
        one.moved(moved.bytes(), failure);
        return moved;
    }
}
