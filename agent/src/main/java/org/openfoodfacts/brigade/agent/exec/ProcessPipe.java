package org.openfoodfacts.brigade.agent.exec;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One running pipeline of real processes, from their start until both groups are gone. */
final class ProcessPipe {
    private static final Duration LOOK = Duration.ofMillis(250);
    /** What a sender sent last is in the pipe when it ends; on a busy machine it takes a while until that is read. */
    private static final Duration UNTIL_ALL_IS_READ = Duration.ofSeconds(3);

    private final Pipeline pipeline;
    private final Reaper reaper;
    private final Process sender;
    private final Process receiver;
    private final OutputPump senderErrors;
    private final OutputPump receiverOutput;
    private final OutputPump receiverErrors;
    private final ByteMover mover;
    private final CompletableFuture<Void> senderEnd;
    private volatile long senderEndedAt;
    private final CompletableFuture<Void> receiverEnd;

    private enum End {
        BY_THEMSELVES,
        ONE_FAILED,
        STALLED,
        TIMED_OUT,
        CANCELLED
    }

    private ProcessPipe(Pipeline pipeline, Reaper reaper, Process sender, Process receiver, TransferSink sink) {
        this.pipeline = pipeline;
        this.reaper = reaper;
        this.sender = sender;
        this.receiver = receiver;
        this.senderErrors = pump(sender.getErrorStream(), true, LineSink.NONE);
        this.receiverOutput = pump(receiver.getInputStream(), false, (_, line) -> sink.said(line));
        this.receiverErrors = pump(receiver.getErrorStream(), true, LineSink.NONE);
        this.mover =
                ByteMover.start(sender.getInputStream(), receiver.getOutputStream(), pipeline.bytesPerSecond(), sink);
        this.senderEnd = ProcessEnd.of(sender).thenRun(() -> senderEndedAt = System.nanoTime());
        this.receiverEnd = ProcessEnd.of(receiver);
    }

    static PipelineResult run(
            Preparation from,
            Preparation to,
            Pipeline pipeline,
            Reaper reaper,
            TransferSink sink,
            Cancellation cancellation) {
        ExecResult none = new ExecResult.Cancelled("", "");
        Process receiver;
        switch (to.reading().start()) {
            case Preparation.NotStarted(ExecResult why) -> {
                return PipelineResult.notStarted(none, why);
            }
            case Preparation.Running(Process started) -> receiver = started;
        }
        try {
            return switch (from.start()) {
                case Preparation.NotStarted(ExecResult why) -> {
                    reaper.end(to.tool(), receiver, Duration.ZERO);
                    yield PipelineResult.notStarted(why, none);
                }
                case Preparation.Running(Process sender) ->
                    followOrEnd(pipeline, reaper, sender, receiver, sink, cancellation);
            };
        } catch (RuntimeException | Error e) {
            reaper.end(to.tool(), receiver, Duration.ZERO);
            throw e;
        }
    }

    /** Where no thread can be started to follow it, the sender must not go on by itself. */
    private static PipelineResult followOrEnd(
            Pipeline pipeline,
            Reaper reaper,
            Process sender,
            Process receiver,
            TransferSink sink,
            Cancellation cancellation) {
        try {
            PipelineResult result = new ProcessPipe(pipeline, reaper, sender, receiver, sink).follow(cancellation);
            sink.moved(result.bytes());
            return result;
        } catch (RuntimeException | Error e) {
            reaper.end(pipeline.from().tool(), sender, Duration.ZERO);
            throw e;
        }
    }

    private static OutputPump pump(InputStream stream, boolean error, LineSink lines) {
        return OutputPump.start(stream, ProcessExec.CAPTURED_BYTES, error, lines);
    }

    private PipelineResult follow(Cancellation cancellation) {
        End end = await(cancellation);
        boolean interrupted = Thread.interrupted();
        boolean senderByItself = senderEnd.isDone();
        reaper.end(pipeline.from().tool(), sender, senderByItself ? Duration.ZERO : reaper.grace());
        boolean receiverByItself = isDoneWithin(receiverEnd, ProcessExec.SILENCE_AFTER_END);
        if (!receiverByItself) {
            mover.giveUpWhenSilentFor(ProcessExec.SILENCE_AFTER_END);
            receiverByItself = isDoneWithin(receiverEnd, reaper.grace());
        }
        reaper.end(pipeline.to().tool(), receiver, receiverByItself ? Duration.ZERO : reaper.grace());
        try {
            mover.awaitEnd(ProcessExec.SILENCE_AFTER_END);
            for (OutputPump pump : new OutputPump[] {senderErrors, receiverOutput, receiverErrors}) {
                pump.awaitEnd(ProcessExec.SILENCE_AFTER_END);
                pump.detach();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new PipelineResult(
                senderByItself
                        ? new ExecResult.Exited(sender.exitValue(), "", senderErrors.text(), senderErrors.truncated())
                        : ended(end, "", senderErrors.text()),
                receiverByItself
                        ? new ExecResult.Exited(
                                receiver.exitValue(),
                                receiverOutput.text(),
                                receiverErrors.text(),
                                receiverOutput.truncated() || receiverErrors.truncated())
                        : ended(end, receiverOutput.text(), receiverErrors.text()),
                mover.moved(),
                end == End.STALLED);
    }

    private static ExecResult ended(End end, String output, String errors) {
        return switch (end) {
            case STALLED, TIMED_OUT -> new ExecResult.TimedOut(output, errors);
            case CANCELLED, ONE_FAILED, BY_THEMSELVES -> new ExecResult.Cancelled(output, errors);
        };
    }

    private End await(Cancellation cancellation) {
        CompletableFuture<End> end = new CompletableFuture<>();
        cancellation.onCancel(() -> end.complete(End.CANCELLED));
        var _ = CompletableFuture.allOf(senderEnd, receiverEnd).thenRun(() -> end.complete(End.BY_THEMSELVES));
        long begin = System.nanoTime();
        long oneEndedAt = 0;
        while (true) {
            try {
                return end.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = System.nanoTime();
                if (now - begin > pipeline.timeout().toNanos()) {
                    return End.TIMED_OUT;
                }
                oneEndedAt = oneEndedAt == 0 && (senderEnd.isDone() || receiverEnd.isDone()) ? now : oneEndedAt;
                if (oneEndedAt != 0 && now - oneEndedAt > patienceWithTheOther()) {
                    return End.ONE_FAILED;
                }
                if (senderEnd.isDone()) {
                    mover.giveUpWhenSilentAfter(senderEndedAt, UNTIL_ALL_IS_READ);
                } else if (!receiverEnd.isDone() && mover.silentFor(pipeline.patience())) {
                    return End.STALLED;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return End.CANCELLED;
            } catch (ExecutionException e) {
                throw new IllegalStateException("the end of a process cannot fail", e);
            }
        }
    }

    /** A receiver may take its time to write down what a whole stream brought; a sender without a receiver has nothing to do. */
    private long patienceWithTheOther() {
        if (!senderEnd.isDone()) {
            return reaper.grace().toNanos();
        }
        return sender.exitValue() == 0 ? Long.MAX_VALUE : pipeline.patience().toNanos();
    }

    private static boolean isDoneWithin(CompletableFuture<Void> end, Duration limit) {
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot fail", e);
        }
    }
}
