package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A simulated machine with everything installed, of its own for each test. */
abstract class OnSimulatedMachine {
    @TempDir
    Path folder;

    private SimulatedToolMachine machine;

    @BeforeEach
    void aMachine() {
        machine = SimulatedToolMachine.in(folder);
    }

    public ToolMachine machine() {
        return machine;
    }
}
