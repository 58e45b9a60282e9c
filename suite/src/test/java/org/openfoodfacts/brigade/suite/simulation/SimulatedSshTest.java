package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

class SimulatedSshTest {
    @TempDir
    Path folder;

    private Workbench here;
    private Workbench there;

    @BeforeEach
    void twoMachines() {
        here = new Workbench(folder.resolve("here"), Description.of("ovh3", "host", "10.0.0.3"));
        there = new Workbench(
                folder.resolve("there"),
                Description.of("off2", "host", "10.0.0.2")
                        .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/off"))));
        here.simulated.exec().connect("off2", there.simulated.exec());
    }

    @Test
    void theOtherMachineRunsTheWordsAsTheyWere() {
        here.run(ssh("off2", "zfs", "create", "tank/with a blank"));

        assertThat(there.run("zfs", "list", "-H", "-o", "name")).contains("tank/with a blank\n");
    }

    @Test
    void aHostThatNobodyConnectedIsNotThereAndAToolMayBeMissing() {
        assertThat(here.simulated.exec().run(Invocation.of(ssh("off9", "true"))))
                .isEqualTo(new ExecResult.Exited(
                        255, "", "ssh: Could not resolve hostname off9: Name or service not known\n", false));
        assertThat(here.simulated.exec().run(Invocation.of(ssh("off2", "no-such-tool"))))
                .isEqualTo(new ExecResult.Exited(127, "", "sh: 1: no-such-tool: not found\n", false));
    }

    private static String[] ssh(String host, String... words) {
        return new SshRoute("ovh3operator", host, 22, "jump")
                .command(List.of("-o", "BatchMode=yes"), List.of(words))
                .toArray(String[]::new);
    }
}
