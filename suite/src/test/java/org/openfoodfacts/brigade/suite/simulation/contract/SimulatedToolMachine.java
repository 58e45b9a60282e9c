package org.openfoodfacts.brigade.suite.simulation.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
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
        String[] argv = receive.toArray(String[]::new);
        String stream = cut(run(send.toArray(String[]::new)).output(), bytes);
        return (ExecResult.Exited) exec().run(Invocation.of(argv).reading(stream));
    }

    /** A simulated stream has lines {@code data BYTES} where a real one has content. */
    private static String cut(String stream, long bytes) {
        if (bytes == 0) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        long left = bytes;
        for (String line : stream.lines().toList()) {
            left -= line.startsWith("data ") ? Long.parseLong(line.substring(5)) : 0;
            if (left < 0) {
                break;
            }
            kept.append(line).append('\n');
        }
        return kept.toString();
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
