package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

/** A simulated machine of its own for each test, with a dataset that the test may make children of. */
abstract class OnSimulatedPool {
    @TempDir
    Path folder;

    private final String parent;
    SimulatedMachine target;

    OnSimulatedPool(String parent) {
        this.parent = parent;
    }

    @BeforeEach
    void aMachine() {
        target = SimulatedMachine.create(
                folder,
                Description.of("ovh3", "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of(parent))));
    }

    public ToolMachine target() {
        return new SimulatedToolMachine(target);
    }

    public Machine machine() {
        return target.machine();
    }

    public String parent() {
        return parent;
    }
}
