package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.clones.SwapClonesHandler;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.commands.SwapClones.Swap;
import org.openfoodfacts.brigade.suite.simulation.Description;
import org.openfoodfacts.brigade.suite.simulation.SimulatedMachine;

/** Beside the contract, what a swap does to exports: guests with ZFS have no NFS server. */
class SimulatedClonesTest implements ClonesContract {
    @TempDir
    Path folder;

    private SimulatedMachine target;

    @BeforeEach
    void aMachine() {
        target = SimulatedMachine.create(
                folder,
                Description.of("ovh3", "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/clones"))));
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
        return "tank/clones";
    }

    @Test
    void exportsOfWhatIsUnmountedAreTakenBackBeforeAndGivenAgainAfterwards() {
        ToolMachine machine = target();
        machine.write(
                "/etc/exports", "/tank/clones/staging 10.1.0.113(rw) 10.1.0.0/24(ro)\n/tank/other 10.1.0.113(rw)\n");
        machine.output("zfs", "create", "tank/clones/data");
        machine.output("zfs", "snapshot", "tank/clones/data@1");
        machine.output("zfs", "clone", "tank/clones/data@1", "tank/clones/staging");
        machine.output("zfs", "clone", "-o", "canmount=noauto", "tank/clones/data@1", "tank/clones/staging.next");
        String guid =
                PullContract.get(machine, "guid", "tank/clones/staging.next").strip();
        String before = machine.output("exportfs", "-s");

        Outcome outcome = new SwapClonesHandler()
                .handle(
                        new SwapClones(List.of(new Swap(
                                "tank/clones/staging",
                                "tank/clones/staging.next",
                                guid,
                                "tank/clones/staging.before"))),
                        new Execution(UUID.randomUUID(), machine(), LineSink.NONE, Cancellation.never(), KEY));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(machine.output("exportfs", "-s")).isEqualTo(before).hasLineCount(3);
        List<List<String>> asked = target.exec().asked();
        assertThat(asked)
                .containsSubsequence(
                        List.of("exportfs", "-u", "10.1.0.113:/tank/clones/staging"),
                        List.of("exportfs", "-u", "10.1.0.0/24:/tank/clones/staging"),
                        List.of("nsenter", "--target", "1", "--mount", "--", "zfs", "unmount", "tank/clones/staging"),
                        List.of("nsenter", "--target", "1", "--mount", "--", "zfs", "mount", "tank/clones/staging"),
                        List.of("exportfs", "-r"))
                .doesNotContain(List.of("exportfs", "-u", "10.1.0.113:/tank/other"));
    }
}
