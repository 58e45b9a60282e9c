package org.openfoodfacts.brigade.suite.simulation.contract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@InTheMachineImage
class RealKernelToolsST implements KernelToolsContract {
    private static ContainerToolMachine machine;

    @BeforeAll
    static void start() {
        machine = new ContainerToolMachine();
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    @Override
    public ToolMachine machine() {
        return machine;
    }
}
