package org.openfoodfacts.brigade.suite.simulation.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.Pipeline;
import org.openfoodfacts.brigade.agent.exec.TransferSink;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

/** The simulated side of every contract: one machine with everything installed. */
record SimulatedToolMachine(SimulatedMachine simulated) implements ToolMachine {
    static SimulatedToolMachine in(Path folder) {
        return new SimulatedToolMachine(SimulatedMachine.create(
                folder,
                Description.of("everything", "ct", "172.17.0.2/16")
                        .withRoles("proxy", "stunnel-server")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/off/images")))));
    }

    @Override
    public Exec exec() {
        return simulated.exec();
    }

    @Override
    public ExecResult.Exited pipe(List<String> send, List<String> receive, long bytes) {
        simulated.exec().cutNextTransferAfter(bytes);
        Pipeline pipeline = new Pipeline(
                Invocation.of(send.toArray(String[]::new)),
                Invocation.of(receive.toArray(String[]::new)),
                0,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        return (ExecResult.Exited)
                exec().pipe(pipeline, TransferSink.NONE, Cancellation.never()).to();
    }

    @Override
    public void fill(String dataset, long bytes) {
        simulated.write(dataset, bytes);
    }

    @Override
    public void write(String path, String content) {
        Path file = simulated.machine().path(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
