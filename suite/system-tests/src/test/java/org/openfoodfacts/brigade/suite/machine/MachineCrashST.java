package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However an agent ends while it works, its command is not run again, and nothing it started lives on. */
@OnRealMachines
class MachineCrashST {
    private static final String CHILDREN = "pgrep -u off -c sleep || true";

    @AfterEach
    void nothingIsLeft(TwoMachines machines) {
        assertThat(machines.tunnel().run(CHILDREN)).isEqualTo("0");
        machines.awaitOnline(machines.tunnel());
    }

    @Test
    void anAgentKilledWhileItBuildsIsStartedAgainAndReportsTheBuildAsCutShort(TwoMachines machines) {
        RealMachine machine = machines.tunnel();
        Deployments deployments = new Deployments(machines.api());
        long before = runs(machine);
        String id = startSlowBuild(machines, "v1.1.0");
        machine.run("systemctl kill --kill-whom=main --signal=KILL brigade-agent");
        awaitCutShort(deployments, id);
        assertThat(machine.run("systemctl is-active brigade-agent")).isEqualTo("active");
        assertThat(Integer.parseInt(machine.run("systemctl show --value -p NRestarts brigade-agent")))
                .isPositive();
        awaitNoChild(machine);
        // The agent is past its journal and takes commands again; the build had its one run.
        assertThat(deployments
                        .awaitEnd(deployments.ask("unlisted", "unlisted", "v1.1.0"))
                        .path("step")
                        .asText())
                .isEqualTo("BUILD");
        assertThat(runs(machine)).isEqualTo(before + 1);
    }

    @Test
    void aCancelReachesTheChildrenOfTheBuild(TwoMachines machines) {
        RealMachine machine = machines.tunnel();
        Deployments deployments = new Deployments(machines.api());
        String id = startSlowBuild(machines, "v1.0.0");
        machines.api().post("deployer/deployments/" + id + "/cancel", Map.of());
        assertThat(deployments.awaitEnd(id).path("state").asText()).isEqualTo("CANCELLED");
        awaitNoChild(machine);
        JsonNode command = deployments.command(deployments.awaitBuild(id));
        assertThat(command.path("failure").path("reason").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void stoppingTheUnitLeavesNoChildAndTheBuildIsReportedAsCutShort(TwoMachines machines) {
        RealMachine machine = machines.tunnel();
        Deployments deployments = new Deployments(machines.api());
        long before = runs(machine);
        String id = startSlowBuild(machines, "v1.1.0");
        machine.run("systemctl stop brigade-agent");
        try {
            assertThat(machine.run(CHILDREN)).isEqualTo("0");
            assertThat(machine.run("systemctl show --value -p Result brigade-agent"))
                    .isEqualTo("success");
        } finally {
            machine.run("systemctl start brigade-agent");
        }
        awaitCutShort(deployments, id);
        assertThat(runs(machine)).isEqualTo(before + 1);
    }

    private static String startSlowBuild(TwoMachines machines, String version) {
        String id = new Deployments(machines.api()).ask("slow", "slow", version);
        Awaitility.await("the build waits, with both of its children")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> "2".equals(machines.tunnel().run(CHILDREN)));
        return id;
    }

    private static void awaitCutShort(Deployments deployments, String id) {
        String command = deployments.awaitBuild(id);
        JsonNode ended = Awaitility.await("the command has ended")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> deployments.command(command), view -> view.hasNonNull("endedAt"));
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("FAILED");
        assertThat(ended.path("failure").path("reason").asText())
                .as(ended.toString())
                .isEqualTo("CUT_SHORT");
        assertThat(deployments.awaitEnd(id).path("state").asText()).isEqualTo("FAILED");
    }

    private static void awaitNoChild(RealMachine machine) {
        Awaitility.await("no child of the build is left")
                .atMost(TwoMachines.PATIENCE)
                .until(() -> "0".equals(machine.run(CHILDREN)));
    }

    private static long runs(RealMachine machine) {
        return Long.parseLong(machine.run("cat /home/off/runs 2>/dev/null | wc -l"));
    }
}
