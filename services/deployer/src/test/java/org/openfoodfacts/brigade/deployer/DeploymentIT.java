package org.openfoodfacts.brigade.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.openfoodfacts.brigade.deployer.DeployerLab.NEW;
import static org.openfoodfacts.brigade.deployer.DeployerLab.OLD;
import static org.openfoodfacts.brigade.deployer.DeployerLab.as;
import static org.openfoodfacts.brigade.deployer.DeployerLab.ask;
import static org.openfoodfacts.brigade.deployer.DeployerLab.awaitState;
import static org.openfoodfacts.brigade.deployer.DeployerLab.deploy;
import static org.openfoodfacts.brigade.deployer.DeployerLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.events.DeployEvent;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.trust.TrustView;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class DeploymentIT {
    @Inject
    TrustView trust;

    private final DeployerLab lab = new DeployerLab();
    private String node;

    @BeforeEach
    void declareAFlavorOnANodeOfItsOwn() {
        node = lab.newNode(trust);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aReleaseIsDeployedStepByStepAndToldToAll() {
        String id = as("operator")
                .header("X-Request-Id", "req-" + node)
                .body(Map.of("application", "server", "flavor", node, "version", "v2"))
                .post("/deployments")
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/deployer/deployments/"))
                .body("state", is("RUNNING"), "step", is("INSPECT"), "requestedBy", is("tester"))
                .extract()
                .path("id");

        assertThat(lab.awaitCommand(node, id, InspectCheckout.class)
                        .message()
                        .checkout()
                        .path())
                .isEqualTo("/srv/" + node);
        lab.doWell(node, id, InspectCheckout.class);
        lab.doWell(node, id, FetchRelease.class);
        CheckOutRelease out = lab.awaitCommand(node, id, CheckOutRelease.class).message();
        assertThat(List.of(out.expectedHead(), out.commit(), out.tag())).containsExactly(OLD, NEW, "v2");
        lab.doWell(node, id, CheckOutRelease.class);
        RunBuild build = lab.awaitCommand(node, id, RunBuild.class).message();
        assertThat(build.environment()).containsExactly(Map.entry("FLAVOR", node));
        lab.doWell(node, id, RunBuild.class);
        lab.doWell(node, id, VerifyRelease.class);

        awaitState(id, "SUCCEEDED")
                .body("commit", is(NEW), "previousCommit", is(OLD), "endedAt", notNullValue())
                .body("steps.step", contains("INSPECT", "FETCH", "CHECK_OUT", "BUILD", "VERIFY"))
                .body("steps.state", everyItem(is("DONE")))
                .body("steps.took", everyItem(notNullValue()));
        var succeeded = lab.bus.await(
                Topic.DEPLOYER_EVENTS.topicName(),
                DeployEvent.DeploymentSucceeded.class,
                d -> d.message().deploymentId().toString().equals(id));
        assertThat(succeeded.envelope().trace().correlationId()).isEqualTo("req-" + node);
        assertThat(events(id)).hasSize(7);
    }

    @Test
    void aCheckoutChangedByHandIsRefusedWithItsFiles() {
        String id = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, id, InspectCheckout.class));
        lab.done(node, inspecting, new CommandResult.CheckoutInspected(OLD, null, List.of("lib/Hot.pm")));

        awaitState(id, "FAILED")
                .body("step", is("INSPECT"), "detail", containsString("lib/Hot.pm"))
                .body("steps.state", contains("FAILED"));
        deploy(node, "v2"); // the flavor is free again
    }

    @Test
    void ofConcurrentRequestsForOneFlavorExactlyOneWins() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String version = "v" + i;
            calls.add(() -> ask(node, version).extract().statusCode());
        }
        List<Integer> codes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> code : threads.invokeAll(calls)) {
                codes.add(code.get());
            }
        }

        assertThat(codes).containsOnly(202, 409).containsOnlyOnce(202);
    }

    @Test
    void aRedeliveredReportTakesEffectOnce() {
        String id = deploy(node, "v2");
        UUID inspecting = lab.doWell(node, id, InspectCheckout.class);
        lab.awaitCommand(node, id, FetchRelease.class);
        lab.done(node, inspecting, DeployerLab.rightResult(InspectCheckout.class, "v2"));
        lab.accept(node, inspecting);
        lab.bus.report(
                node, new CommandFailed(inspecting, Instant.now(), CommandFailed.Reason.CUT_SHORT, "again", null));
        lab.doWell(node, id, FetchRelease.class);
        lab.doWell(node, id, CheckOutRelease.class);
        lab.doWell(node, id, RunBuild.class);
        lab.doWell(node, id, VerifyRelease.class);

        awaitState(id, "SUCCEEDED");
        assertThat(events(id)).hasSize(7);
        assertThat(lab.bus.all(Topic.commands(node))).hasSize(5);
    }

    @Test
    void anotherNodesReportDoesNotCount() {
        String id = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, id, InspectCheckout.class));
        String other = node + "x";
        lab.bus.enrol(other);
        lab.bus.report(
                other, new CommandFailed(inspecting, Instant.now(), CommandFailed.Reason.TOOL_FAILED, "forged", 1));
        lab.doAllWell(node, id);

        awaitState(id, "SUCCEEDED");
    }

    @Test
    void aRefusedCommandFailsTheDeploymentWithItsReason() {
        String id = deploy(node, "v2");
        lab.doWell(node, id, InspectCheckout.class);
        UUID fetching = id(lab.awaitCommand(node, id, FetchRelease.class));
        lab.bus.report(
                node, new CommandRefused(fetching, Instant.now(), CommandRefused.Reason.POLICY, "path is not allowed"));

        awaitState(id, "FAILED").body("step", is("FETCH"), "detail", is("POLICY: path is not allowed"));
    }

    @Test
    void aCancelStopsTheRunningCommand() {
        String id = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, id, InspectCheckout.class));
        lab.accept(node, inspecting);
        as("operator")
                .post("/deployments/" + id + "/cancel")
                .then()
                .statusCode(202)
                .body("cancelRequestedBy", is("tester"));
        var cancel = lab.bus.await(
                Topic.commands(node),
                CancelCommand.class,
                d -> d.message().commandId().equals(inspecting));
        lab.done(node, id(cancel), new CommandResult.CommandCancelled(inspecting, true));
        lab.bus.report(
                node, new CommandFailed(inspecting, Instant.now(), CommandFailed.Reason.CANCELLED, "killed", null));

        awaitState(id, "CANCELLED").body("detail", is("cancelled by tester: CANCELLED: killed"));
        lab.bus.await(
                Topic.DEPLOYER_EVENTS.topicName(),
                DeployEvent.DeploymentCancelled.class,
                d -> d.message().deploymentId().toString().equals(id)
                        && d.message().cancelledBy().equals("tester"));
        as("operator")
                .post("/deployments/" + id + "/cancel")
                .then()
                .statusCode(409)
                .body("detail", containsString("CANCELLED"));
        assertThat(events(id)).hasSize(3);
    }

    @Test
    void theSameIdempotencyKeyIsTheSameDeployment() {
        String id = withKey("key-" + node, "v2", 202).extract().path("id");
        withKey("key-" + node, "v2", 202)
                .body("id", is(id))
                .header("Location", endsWith("/api/deployer/deployments/" + id));
        withKey("key-" + node, "v3", 409).body("detail", containsString("Idempotency-Key"));
        withKey("other-" + node, "v2", 409).body("detail", containsString(id));
    }

    private ValidatableResponse withKey(String key, String version, int status) {
        return as("operator")
                .header("Idempotency-Key", key)
                .body(Map.of("application", "server", "flavor", node, "version", version))
                .post("/deployments")
                .then()
                .statusCode(status);
    }

    @Test
    void deploymentsAreListedNewestFirstInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = deploy(node, "v" + i);
            UUID inspecting = id(lab.awaitCommand(node, id, InspectCheckout.class));
            lab.done(node, inspecting, new CommandResult.CheckoutInspected(OLD, null, List.of("dirty")));
            awaitState(id, "FAILED");
            ids.addFirst(id);
        }
        var first = as("viewer")
                .get("/deployments?application=server&state=FAILED&limit=2&flavor=" + node)
                .then()
                .statusCode(200)
                .body("items.id", contains(ids.get(0), ids.get(1)));
        as("viewer")
                .get("/deployments?limit=2&flavor=" + node + "&after="
                        + first.extract().<String>path("next"))
                .then()
                .body("items.id", contains(ids.get(2)))
                .body("next", is((Object) null));
        as("viewer").get("/deployments?state=RUNNING&flavor=" + node).then().body("items.size()", is(0));
    }

    private List<DeployEvent> events(String deployment) {
        return lab.bus.all(Topic.DEPLOYER_EVENTS.topicName()).stream()
                .map(r -> Codec.decode(r, DeployEvent.class).message())
                .filter(e -> e.toString().contains(deployment))
                .toList();
    }
}
