package org.openfoodfacts.brigade.suite.zfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.PipelineResult;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.exec.TransferSink;
import org.openfoodfacts.brigade.contracts.replication.ShellLine;

/**
 * A machine with real ZFS, on which a test acts as its administrator over ssh. Arguments reach the tool as they are given; a timeout or a
 * cancellation ends the connection's channel, and with it a tool that writes, but not one that is silent.
 */
public final class ZfsGuest implements Exec {
    private static final int NO_SUCH_TOOL = 127;

    private final String name;
    private final Path sshConfig;
    private final Exec processes = new ProcessExec();

    ZfsGuest(String name, Path sshConfig) {
        this.name = name;
        this.sshConfig = sshConfig;
    }

    @Override
    public PipelineResult pipe(Pipeline pipeline, TransferSink sink, Cancellation cancellation) {
        Pipeline here = new Pipeline(
                ssh(pipeline.from()),
                ssh(pipeline.to()),
                pipeline.bytesPerSecond(),
                pipeline.patience(),
                pipeline.timeout());
        return processes.pipe(here, sink, cancellation);
    }

    private Invocation ssh(Invocation invocation) {
        return new Invocation(
                List.of("ssh", "-F", sshConfig.toString(), name, remote(invocation)),
                Map.of(),
                null,
                null,
                invocation.timeout(),
                invocation.input());
    }

    @Override
    public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
        ExecResult result = processes.run(ssh(invocation), lines, cancellation);
        return result instanceof ExecResult.Exited exited && exited.code() == NO_SUCH_TOOL
                ? new ExecResult.Missing(invocation.tool())
                : result;
    }

    /** Standard output; IllegalStateException with all it said when it failed. */
    public String output(String... argv) {
        return output(Invocation.of(argv));
    }

    public String output(Invocation invocation) {
        ExecResult result = run(invocation);
        return result.success()
                .orElseThrow(() ->
                        new IllegalStateException(name + ": " + String.join(" ", invocation.argv()) + ": " + result));
    }

    /** A process of the guest that is spoken to while it runs. */
    public Process start(String... argv) throws IOException {
        Invocation here = ssh(Invocation.of(argv));
        return new ProcessBuilder(here.argv())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A line for the guest's shell that starts what the invocation says. */
    private static String remote(Invocation invocation) {
        List<String> words = new ArrayList<>();
        if (invocation.user() != null) {
            words.addAll(List.of("runuser", "-u", invocation.user(), "--"));
        }
        words.addAll(List.of(
                "env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"));
        words.add("LC_ALL=C");
        invocation.environment().forEach((key, value) -> words.add(key + "=" + value));
        words.addAll(invocation.argv());
        String directory =
                invocation.directory() == null ? "/" : invocation.directory().toString();
        return "cd " + ShellLine.of(List.of(directory)) + " && exec " + ShellLine.of(words);
    }
}
