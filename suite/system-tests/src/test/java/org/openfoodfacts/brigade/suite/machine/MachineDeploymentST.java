package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A release goes from one machine's git to the other's checkout, built as the user the owner named, and as nothing else. */
@OnRealMachines
class MachineDeploymentST {
    @Test
    void aReleaseIsFetchedCheckedOutAndBuiltAsTheCheckoutsUserWithItsLogLive(TwoMachines machines) {
        Deployments deployments = new Deployments(machines.api());
        String id = deployments.ask("product-opener", "opff", "v1.1.0");
        List<String> live = new ArrayList<>();
        machines.api().follow("deployer/deployments/" + id + "/log", part -> {
            part.path("lines").forEach(line -> live.add(line.path("text").asText()));
            return !part.hasNonNull("state");
        });
        JsonNode ended = deployments.awaitEnd(id);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        assertThat(live)
                .contains(
                        "building v1.1.0 of openpetfoodfacts as off, groups off, with --languages all",
                        "taxonomies: done",
                        "built v1.1.0");
        RealMachine machine = machines.tunnel();
        assertThat(machine.run("su off -c 'git -C /srv/opff describe --tags --exact-match'"))
                .isEqualTo("v1.1.0");
        assertThat(machine.run("find /srv/opff ! -user off")).isEmpty();
    }

    @Test
    void aHotPatchStopsTheDeploymentAndStays(TwoMachines machines) {
        RealMachine machine = machines.tunnel();
        Deployments deployments = new Deployments(machines.api());
        machine.run("echo patched >>/srv/unlisted/VERSION");
        try {
            JsonNode ended = deployments.awaitEnd(deployments.ask("unlisted", "unlisted", "v1.1.0"));
            assertThat(ended.path("state").asText()).isEqualTo("FAILED");
            assertThat(ended.path("step").asText()).isEqualTo("INSPECT");
            assertThat(ended.path("detail").asText()).contains("VERSION");
            assertThat(machine.run("tail -1 /srv/unlisted/VERSION")).isEqualTo("patched");
        } finally {
            machine.run("su off -c 'git -C /srv/unlisted checkout -q -- VERSION'");
        }
    }

    @Test
    void aBuildThatTheOwnerDidNotNameIsRefused(TwoMachines machines) {
        Deployments deployments = new Deployments(machines.api());
        String id = deployments.ask("unlisted", "unlisted", "v1.0.0");
        JsonNode ended = deployments.awaitEnd(id);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("FAILED");
        assertThat(ended.path("step").asText()).as(ended.toString()).isEqualTo("BUILD");
        JsonNode command = deployments.command(deployments.awaitBuild(id));
        assertThat(command.path("state").asText()).isEqualTo("REFUSED");
        assertThat(command.path("failure").path("reason").asText()).isEqualTo("POLICY");
        assertThat(command.path("failure").path("detail").asText())
                .contains("/etc/brigade-agent/policy", "/srv/unlisted:scripts/build.sh");
    }
}
