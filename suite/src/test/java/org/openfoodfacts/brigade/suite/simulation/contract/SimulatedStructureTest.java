package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

class SimulatedStructureTest implements StructureContract {
    @TempDir
    Path folder;

    private SimulatedMachine target;

    @BeforeEach
    void aMachine() {
        target = SimulatedMachine.create(
                folder,
                Description.of("ovh3", "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/structure"))));
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
        return "tank/structure";
    }

    @Test
    void namesThatAreNoneOrAWholePoolAreMalformed() {
        Stream.of("-R", "tank", "tank/x@y", "tank/x,y")
                .forEach(name -> assertThat(destroy(name, "1", List.of()))
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(CommandRefused.Reason.MALFORMED)));
    }
}
