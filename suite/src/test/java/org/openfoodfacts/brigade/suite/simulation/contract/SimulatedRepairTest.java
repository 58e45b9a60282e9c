package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

class SimulatedRepairTest implements RepairContract {
    @TempDir
    Path folder;

    private SimulatedMachine target;

    @BeforeEach
    void aMachine() {
        target = SimulatedMachine.create(
                folder,
                Description.of("ovh3", "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/copies"))));
    }

    @Override
    public ToolMachine target() {
        return new SimulatedToolMachine(target);
    }

    @Override
    public Machine machine() {
        return target.machine();
    }

    @Override
    public String parent() {
        return "tank/copies";
    }
}
