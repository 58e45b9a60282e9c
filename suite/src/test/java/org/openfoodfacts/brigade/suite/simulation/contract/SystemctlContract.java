package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.units.StartUnitsHandler;
import org.openfoodfacts.brigade.agent.tools.units.StopUnitsHandler;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/** What the agent relies on of {@code systemctl}. */
interface SystemctlContract {
    ToolMachine machine();

    @Test
    default void showAnswersInTheOrderAskedAndKnowsWhatIsNotThere() {
        machine().output("systemctl", "start", "nginx");

        String shown = machine()
                .output(
                        "systemctl",
                        "show",
                        "-p",
                        "Id,LoadState,ActiveState,SubState,StateChangeTimestampMonotonic",
                        "--",
                        "nosuch.service",
                        "nginx.service");

        assertThat(shown).matches("""
                        Id=nosuch.service
                        LoadState=not-found
                        ActiveState=inactive
                        SubState=dead
                        StateChangeTimestampMonotonic=0

                        Id=nginx.service
                        LoadState=loaded
                        ActiveState=active
                        SubState=running
                        StateChangeTimestampMonotonic=[1-9][0-9]*
                        """);
    }

    @Test
    default void aUnitThatWasStoppedIsInactiveUntilItIsStarted() {
        machine().output("systemctl", "stop", "nginx.service");
        ExecResult.Exited stopped = machine().run("systemctl", "is-active", "nginx.service");
        assertThat(stopped.code()).isEqualTo(3);
        assertThat(stopped.output()).isEqualTo("inactive\n");

        machine().output("systemctl", "start", "nginx.service");
        assertThat(machine().output("systemctl", "is-active", "nginx.service")).isEqualTo("active\n");
    }

    @Test
    default void aServiceThatHangsUpGoesOn() {
        machine().output("systemctl", "start", "nginx.service");

        assertThat(machine().output("systemctl", "kill", "--signal=HUP", "--", "nginx.service"))
                .isEmpty();
        assertThat(machine()
                        .run("systemctl", "is-active", "--", "nosuch.service", "nginx.service")
                        .output())
                .isEqualTo("inactive\nactive\n");
        ExecResult.Exited unknown = machine().run("systemctl", "kill", "--signal=HUP", "--", "nosuch.service");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.errors()).isEqualTo("Failed to kill unit nosuch.service: Unit nosuch.service not loaded.\n");
    }

    @Test
    default void theAgentStopsWhatIsActiveAndStartsWhatItCan() {
        machine().output("systemctl", "start", "nginx.service");

        assertThat(new StopUnitsHandler()
                        .handle(new StopUnits(List.of("nosuch.service", "nginx.service")), execution()))
                .isEqualTo(new Outcome.Done(new UnitsStopped(List.of("nginx.service"))));
        assertThat(machine().run("systemctl", "is-active", "nginx.service").output())
                .isEqualTo("inactive\n");
        assertThat(new StartUnitsHandler()
                        .handle(new StartUnits(List.of("nosuch.service", "nginx.service")), execution()))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.detail()).contains("nosuch.service not found");
                    assertThat(failed.result()).isEqualTo(new UnitsStarted(List.of("nginx.service")));
                });
        assertThat(new StartUnitsHandler().handle(new StartUnits(List.of("nginx.service")), execution()))
                .isEqualTo(new Outcome.Done(new UnitsStarted(List.of("nginx.service"))));
        assertThat(new StopUnitsHandler().handle(new StopUnits(List.of("--all")), execution()))
                .isInstanceOf(Outcome.Refused.class);
    }

    default Execution execution() {
        return new Execution(
                UUID.randomUUID(),
                new Machine(machine().exec(), Path.of("/")),
                LineSink.NONE,
                Cancellation.never(),
                SealingKey.generate());
    }

    @Test
    default void whatItDoesNotKnowIsSaid() {
        ExecResult.Exited unit = machine().run("systemctl", "start", "nosuch");
        assertThat(unit.code()).isEqualTo(5);
        assertThat(unit.errors()).isEqualTo("Failed to start nosuch.service: Unit nosuch.service not found.\n");
        ExecResult.Exited stop = machine().run("systemctl", "stop", "nosuch");
        assertThat(stop.code()).isEqualTo(5);
        assertThat(stop.errors()).isEqualTo("Failed to stop nosuch.service: Unit nosuch.service not loaded.\n");
        ExecResult.Exited verb = machine().run("systemctl", "frob");
        assertThat(verb.code()).isEqualTo(1);
        assertThat(verb.errors()).isEqualTo("Unknown command verb frob.\n");
    }

    @Test
    default void theVersionIsOnTheFirstLine() {
        assertThat(machine().output("systemctl", "--version")).startsWith("systemd 252");
    }
}
