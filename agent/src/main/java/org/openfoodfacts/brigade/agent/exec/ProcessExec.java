package org.openfoodfacts.brigade.agent.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Starts real processes: each leads its own session, so that a timeout or a cancel ends all of its children, and so does its own end.
 * Captured output is as the tool wrote it (up to 1 MiB per stream), for parsing, unless a sink does that; the lines of a sink that does not parse are redacted.
 */
public final class ProcessExec implements Exec {
    private static final Logger LOG = Logger.getLogger(ProcessExec.class.getName());
    static final int CAPTURED_BYTES = 1 << 20;
    private static final Duration GRACE = Duration.ofSeconds(5);
    static final Duration SILENCE_AFTER_END = Duration.ofMillis(300);
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");

    private final Reaper reaper;

    public ProcessExec() {
        this(GRACE);
    }

    /** @param grace how long a process has between TERM and KILL */
    public ProcessExec(Duration grace) {
        this(new Reaper(grace, ProcessGroup::new));
    }

    ProcessExec(Reaper reaper) {
        this.reaper = reaper;
    }

    @Override
    public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return new ExecResult.Cancelled("", "");
        }
        return switch (prepare(invocation).start()) {
            case Preparation.Running(Process process) -> followOrEnd(process, invocation, lines, cancellation);
            case Preparation.NotStarted(ExecResult why) -> why;
        };
    }

    @Override
    public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
        ExecResult none = new ExecResult.Cancelled("", "");
        if (cancellation.isCancelled()) {
            return PipelineResult.notStarted(none, none);
        }
        Preparation from = prepare(pipeline.from());
        Preparation to = prepare(pipeline.to());
        if (from.refusal() != null || to.refusal() != null) {
            return PipelineResult.notStarted(
                    from.refusal() == null ? none : from.refusal(), to.refusal() == null ? none : to.refusal());
        }
        return ProcessPipe.run(from, to, pipeline, reaper, sink, cancellation);
    }

    private Preparation prepare(Invocation invocation) {
        return reaper.objection(invocation.tool())
                .map(why -> Preparation.refused(invocation, why))
                .orElseGet(() -> Preparation.of(invocation, this::account));
    }

    private Optional<Launch.Account> account(String user) {
        return USER.matcher(user).matches()
                ? run(Invocation.of("getent", "passwd", user)).success().flatMap(Launch.Account::parse)
                : Optional.empty();
    }

    /** Where no thread can be started to follow it, the process must not go on by itself. */
    private ExecResult followOrEnd(Process process, Invocation invocation, LineSink lines, Cancellation cancellation) {
        try {
            return follow(process, invocation, lines, cancellation);
        } catch (RuntimeException | Error e) {
            reaper.end(invocation.tool(), process, Duration.ZERO);
            throw e;
        }
    }

    private ExecResult follow(Process process, Invocation invocation, LineSink lines, Cancellation cancellation) {
        int captured = lines.isInsteadOfOutput() ? 0 : CAPTURED_BYTES;
        OutputPump output = OutputPump.start(process.getInputStream(), captured, false, lines);
        OutputPump errors = OutputPump.start(process.getErrorStream(), CAPTURED_BYTES, true, lines);
        feed(process, invocation.input());
        End end = await(process, invocation.timeout(), cancellation);
        settle(invocation.tool(), process, end, output, errors);
        return switch (end) {
            case EXITED ->
                new ExecResult.Exited(
                        process.exitValue(), output.text(), errors.text(), output.truncated() || errors.truncated());
            case TIMED_OUT -> new ExecResult.TimedOut(output.text(), errors.text());
            case CANCELLED -> new ExecResult.Cancelled(output.text(), errors.text());
        };
    }

    private enum End {
        EXITED,
        TIMED_OUT,
        CANCELLED
    }

    private static End await(Process process, Duration timeout, Cancellation cancellation) {
        CompletableFuture<End> end = new CompletableFuture<>();
        var _ = ProcessEnd.of(process).thenRun(() -> end.complete(End.EXITED));
        cancellation.onCancel(() -> end.complete(End.CANCELLED));
        try {
            return end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return End.TIMED_OUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.CANCELLED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot fail", e);
        }
    }

    private void settle(String tool, Process process, End end, OutputPump output, OutputPump errors) {
        boolean interrupted = Thread.interrupted();
        reaper.end(tool, process, end == End.EXITED ? Duration.ZERO : reaper.grace());
        try {
            output.awaitEnd(SILENCE_AFTER_END);
            errors.awaitEnd(SILENCE_AFTER_END);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        output.detach();
        errors.detach();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A process that does not read its input blocks only this writer, until the process ends. */
    private static void feed(Process process, String input) {
        if (input == null) {
            return;
        }
        Thread.ofPlatform().name("input-feed").daemon().start(() -> {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                LOG.log(Level.FINE, "a process did not read all of its input", e);
            }
        });
    }
}
