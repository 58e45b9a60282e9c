package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SimulatedZfsTest implements ZfsContract, ZfsStreamsContract {
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
    public String parent() {
        return "tank/off";
    }
}
