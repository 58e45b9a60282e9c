package org.openfoodfacts.brigade.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.exec.TransferSink;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** MB per second from one process to another: through the agent, which counts and limits them, and through the shell's own pipe. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 3, time = 5)
public class PipelineBenchmark {
    private static final int MEGABYTES = 2_000;
    private static final String BYTES = Long.toString(MEGABYTES * 1_000_000L);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Exec exec = new ProcessExec();

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public PipelineResult throughTheAgent() {
        Pipeline pipeline = new Pipeline(
                Invocation.of("head", "-c", BYTES, "/dev/zero"),
                Invocation.of("dd", "of=/dev/null", "bs=1M", "iflag=fullblock", "status=none"),
                0,
                LONG,
                LONG);
        return succeeded(exec.pipe(pipeline, TransferSink.NONE, Cancellation.never()));
    }

    @Benchmark
    @OperationsPerInvocation(MEGABYTES)
    public String throughAShell() {
        return exec.run(Invocation.of(
                                "sh",
                                "-c",
                                "head -c " + BYTES + " /dev/zero | dd of=/dev/null bs=1M iflag=fullblock status=none")
                        .within(LONG))
                .success()
                .orElseThrow();
    }

    private static PipelineResult succeeded(PipelineResult result) {
        if (!result.succeeded()) {
            throw new IllegalStateException("the pipeline failed: " + result);
        }
        return result;
    }
}
