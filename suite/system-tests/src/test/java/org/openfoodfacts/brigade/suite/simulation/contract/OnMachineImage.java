package org.openfoodfacts.brigade.suite.simulation.contract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A container with the real tools, of its own for each class. {@link InTheMachineImage} lets one class run at a time. */
abstract class OnMachineImage {
    static ContainerToolMachine machine;

    @BeforeAll
    static void start() {
        machine = new ContainerToolMachine();
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    public ToolMachine machine() {
        return machine;
    }
}
