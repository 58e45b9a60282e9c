package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;

class SimulatedPipelineTest implements PipelineContract {
    @TempDir
    Path folder;

    private SimulatedToolMachine machine;

    @BeforeEach
    void aSnapshotToSend() {
        machine = SimulatedToolMachine.in(folder);
        machine.fill("tank/off/images", 2 << 20);
        machine.output("zfs", "snapshot", "tank/off/images@1");
    }

    @Override
    public Exec exec() {
        return machine.exec();
    }

    @Override
    public Invocation sends() {
        return Invocation.of("zfs", "send", "tank/off/images@1");
    }

    @Override
    public Invocation takes() {
        return Invocation.of("zfs", "receive", "-s", "-u", "tank/off/copy");
    }

    @Override
    public Invocation failsToSend() {
        return Invocation.of("zfs", "send", "tank/off/gone@1");
    }

    @Override
    public Invocation failsToTake() {
        return Invocation.of("zfs", "receive", "-s", "-u", "nowhere/copy");
    }
}
