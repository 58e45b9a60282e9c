package org.openfoodfacts.brigade.suite.simulation.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.suite.machine.MachineImage;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** The real side of every contract: Debian with systemd as PID 1, nginx, fail2ban, nftables, stunnel and git, in a container. */
final class ContainerToolMachine implements ToolMachine, Exec, AutoCloseable {
    private static final int NO_SUCH_TOOL = 127;
    private static final int CANNOT_START = 126;

    private final GenericContainer<?> container;

    ContainerToolMachine() {
        this.container = MachineImage.container();
        container.start();
        output("systemctl", "start", "nginx.service");
    }

    @Override
    public Exec exec() {
        return this;
    }

    @Override
    public ExecResult run(Invocation invocation, LineSink lines, Cancellation cancellation) {
        ExecConfig.ExecConfigBuilder config = ExecConfig.builder()
                .command(invocation.argv().toArray(String[]::new))
                .envVars(invocation.environment());
        if (invocation.user() != null) {
            config.user(invocation.user());
        }
        if (invocation.directory() != null) {
            config.workDir(invocation.directory().toString());
        }
        try {
            Container.ExecResult result = container.execInContainer(config.build());
            result.getStdout().lines().forEach(line -> lines.line(false, line));
            result.getStderr().lines().forEach(line -> lines.line(true, line));
            boolean missing = List.of(NO_SUCH_TOOL, CANNOT_START).contains(result.getExitCode())
                    && result.getStdout().contains("executable file not found");
            return missing
                    ? new ExecResult.Missing(invocation.tool())
                    : new ExecResult.Exited(result.getExitCode(), result.getStdout(), result.getStderr(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ExecResult.Cancelled("", "");
        }
    }

    @Override
    public void write(String path, String content) {
        container.copyFileToContainer(Transferable.of(content.getBytes(StandardCharsets.UTF_8), 0600), path);
    }

    @Override
    public void close() {
        container.stop();
    }
}
