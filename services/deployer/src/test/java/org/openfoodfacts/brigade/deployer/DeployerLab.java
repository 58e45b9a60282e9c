package org.openfoodfacts.brigade.deployer;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress.OutputLine;
import org.openfoodfacts.brigade.contracts.reports.CommandResult;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredBuild;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/** The surroundings of the deployer in its tests: a fleet, the node of a flavor that answers, and callers of the API. */
final class DeployerLab implements AutoCloseable {
    static final String OLD = "a".repeat(40);
    static final String NEW = "b".repeat(40);

    final TestBus bus;

    DeployerLab() {
        this(new TestBus());
    }

    DeployerLab(TestBus bus) {
        this.bus = bus;
    }

    /** A fleet whose one application {@code server} has one flavor per node, all of the same name. */
    void declare(String... nodes) {
        List<DeclaredFlavor> flavors = List.of(nodes).stream()
                .map(node -> new DeclaredFlavor(node, node, "/srv/" + node, Map.of("FLAVOR", node)))
                .toList();
        DeclaredBuild build = new DeclaredBuild("scripts/build", List.of("--all"), Duration.ofMinutes(10));
        declare(new DeclaredApplication("server", "https://git.example/server.git", "off", build, flavors));
    }

    void declare(DeclaredApplication... applications) {
        FleetDeclared fleet = new FleetDeclared(
                "test",
                "https://git.example/fleet.git",
                "c0ffee",
                List.of(),
                List.of(applications),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        bus.sendAs(Service.INVENTORY, Topic.FLEET.topicName(), "test", fleet);
    }

    /** Enrols a new node and declares a flavor on it; waits until the service knows both. */
    String newNode(TrustView trust) {
        String node = "n" + UUID.randomUUID().toString().substring(0, 8);
        bus.enrol(node);
        declare(node);
        Awaitility.await("node known and fleet taken over")
                .atMost(Duration.ofMinutes(2))
                .until(() -> trust.node(node).isPresent()
                        && as("viewer").get("/applications/server").path("flavors.name") instanceof List<?> names
                        && names.contains(node));
        return node;
    }

    static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }

    static ValidatableResponse ask(String flavor, String version) {
        return as("operator")
                .body(Map.of("application", "server", "flavor", flavor, "version", version))
                .post("/deployments")
                .then();
    }

    static String deploy(String flavor, String version) {
        return ask(flavor, version).statusCode(202).extract().path("id");
    }

    static ValidatableResponse get(String id) {
        return as("viewer").get("/deployments/" + id).then().statusCode(200);
    }

    static ValidatableResponse awaitState(String id, String state) {
        Awaitility.await("deployment " + id + " is " + state)
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> get(id).body("state", is(state)));
        return get(id);
    }

    /** The command of this kind that the node was sent for the deployment's step; waits for it. */
    <C extends Command> Decoded<C> awaitCommand(String node, String deployment, Class<C> type) {
        String step = step(type);
        String id = Awaitility.await(type.getSimpleName())
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> get(deployment)
                                .extract()
                                .<String>path("steps.find { it.step == '" + step + "' }?.commandId"),
                        found -> found != null);
        return bus.await(Topic.commands(node), type, d -> d.envelope().id().equals(id));
    }

    private static String step(Class<? extends Command> type) {
        return Map.of(
                        InspectCheckout.class, "INSPECT",
                        FetchRelease.class, "FETCH",
                        CheckOutRelease.class, "CHECK_OUT",
                        RunBuild.class, "BUILD",
                        VerifyRelease.class, "VERIFY")
                .get(type);
    }

    static UUID id(Decoded<? extends Command> command) {
        return UUID.fromString(command.envelope().id());
    }

    void accept(String node, UUID command) {
        bus.report(node, new CommandAccepted(command, Instant.now()));
    }

    void done(String node, UUID command, CommandResult result) {
        bus.report(node, new CommandDone(command, Instant.now(), result));
    }

    void output(String node, UUID command, long sequence, String... lines) {
        bus.report(
                node,
                new CommandProgress(
                        command,
                        sequence,
                        List.of(lines).stream()
                                .map(l -> new OutputLine(false, l))
                                .toList(),
                        0));
    }

    /** The node does the step as it should. */
    UUID doWell(String node, String deployment, Class<? extends Command> type) {
        UUID command = id(awaitCommand(node, deployment, type));
        accept(node, command);
        done(node, command, rightResult(type, get(deployment).extract().path("version")));
        return command;
    }

    static CommandResult rightResult(Class<? extends Command> type, String version) {
        if (type == InspectCheckout.class) {
            return new CommandResult.CheckoutInspected(OLD, "v1", List.of());
        }
        if (type == FetchRelease.class) {
            return new CommandResult.ReleaseFetched(version, NEW);
        }
        if (type == CheckOutRelease.class) {
            return new CommandResult.ReleaseCheckedOut(OLD, NEW);
        }
        return type == RunBuild.class
                ? new CommandResult.BuildRan("scripts/build", Duration.ofSeconds(1))
                : new CommandResult.ReleaseVerified(NEW);
    }

    void doAllWell(String node, String deployment) {
        List.of(InspectCheckout.class, FetchRelease.class, CheckOutRelease.class, RunBuild.class, VerifyRelease.class)
                .forEach(type -> doWell(node, deployment, type));
    }

    @Override
    public void close() {
        bus.close();
    }
}
