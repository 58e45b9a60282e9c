package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.units.StopUnitsHandler;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;

@InTheMachineImage
class RealSystemctlST extends OnMachineImage implements SystemctlContract {
    /** Whoever started units has to be told of each that may be down, or nobody starts it again. */
    @Test
    void ofUnitsThatCouldNotAllBeStoppedThoseThatMayBeDownAreTold() {
        unit("first.service", "");
        unit("stubborn.service", "RefuseManualStop=yes\n");
        unit("dependent.service", "BindsTo=first.service\nAfter=first.service\n");
        unit("last.service", "");
        machine().output("systemctl", "daemon-reload");
        machine().output("systemctl", "start", "first", "stubborn", "dependent", "last");

        Outcome outcome = new StopUnitsHandler()
                .handle(
                        new StopUnits(
                                List.of("first.service", "stubborn.service", "dependent.service", "last.service")),
                        execution());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.detail()).contains("systemctl stop stubborn.service: ");
            assertThat(failed.result())
                    .as("stopped, not stopped, and stopped by the first; the last still runs")
                    .isEqualTo(new UnitsStopped(List.of("first.service", "stubborn.service", "dependent.service")));
        });
    }

    private void unit(String name, String more) {
        machine()
                .write("/etc/systemd/system/" + name, "[Unit]\n" + more + "[Service]\nExecStart=/bin/sleep infinity\n");
    }
}
