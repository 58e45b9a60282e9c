package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SimulatedDisksTest implements DisksContract {
    @TempDir
    Path folder;

    private ToolMachine machine;

    @Override
    public ToolMachine machine() {
        if (machine == null) {
            machine = SimulatedToolMachine.in(folder);
        }
        return machine;
    }

    @Override
    public String well() {
        return "/dev/sdb";
    }

    @Override
    public String withoutSmart() {
        return "/dev/sda";
    }
}
