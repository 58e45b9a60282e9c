package org.openfoodfacts.brigade.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.deployer.DeployerLab.as;
import static org.openfoodfacts.brigade.deployer.DeployerLab.awaitState;
import static org.openfoodfacts.brigade.deployer.DeployerLab.deploy;
import static org.openfoodfacts.brigade.deployer.DeployerLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.commands.CommandPruning;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Silence;
import org.openfoodfacts.brigade.platform.trust.TrustView;

/** Nodes that do not answer, or answer when nobody waits any more. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@TestProfile(SilentNodeIT.Impatient.class)
@QuarkusTestResource(BusAndDatabase.class)
class SilentNodeIT {
    @Inject
    TrustView trust;

    @Inject
    DataSource database;

    @Inject
    CommandPruning pruning;

    private final DeployerLab lab = new DeployerLab();
    private String node;

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("brigade.commands.expiry-grace", "PT1S");
        }
    }

    @BeforeEach
    void declareAFlavorOnANodeOfItsOwn() {
        node = lab.newNode(trust);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aNodeThatIsAwayFailsTheDeploymentAndALateReportIsRecordedOnly() throws SQLException {
        String deployment = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, deployment, InspectCheckout.class));
        letItsDeadlinePass(inspecting);
        awaitState(deployment, "FAILED").body("detail", containsString("EXPIRED"));

        lab.done(node, inspecting, DeployerLab.rightResult(InspectCheckout.class, "v2"));
        Awaitility.await("the late report")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> DeployerLab.get(deployment).body("steps[0].late", is("DONE")));
        DeployerLab.get(deployment).body("state", is("FAILED"));
        as("viewer").get("/commands/" + inspecting).then().body("state", is("DONE"), "late", is(true));
        assertThat(lab.bus.all(Topic.commands(node))).hasSize(1);
    }

    @Test
    void aCancelGivesUpANodeThatFellSilentAfterItBegan() throws SQLException {
        String deployment = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, deployment, InspectCheckout.class));
        accept(inspecting);
        as("operator").post("/deployments/" + deployment + "/cancel").then().statusCode(202);
        letItsDeadlinePass(id(lab.bus.await(Topic.commands(node), CancelCommand.class, d -> true)));

        awaitState(deployment, "CANCELLED").body("detail", containsString("did not answer"));
        deploy(node, "v3"); // the flavor is free again
    }

    @Test
    void aNodeThatFallsSilentAfterItBeganFailsTheDeploymentAndFreesTheFlavor() throws Throwable {
        String deployment = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, deployment, InspectCheckout.class));
        accept(inspecting);
        Silence.tooLong(database, inspecting);

        awaitState(deployment, "FAILED").body("detail", containsString("LOST: no word from the node since"));
        deploy(node, "v3");
        lab.done(node, inspecting, DeployerLab.rightResult(InspectCheckout.class, "v2"));
        Awaitility.await("the late report")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> DeployerLab.get(deployment).body("steps[0].late", is("DONE")));
        DeployerLab.get(deployment).body("state", is("FAILED"));
    }

    @Test
    void aDeploymentIsRememberedLongerThanItsCommands() throws Throwable {
        String deployment = deploy(node, "v2");
        UUID inspecting = id(lab.awaitCommand(node, deployment, InspectCheckout.class));
        letItsDeadlinePass(inspecting);
        awaitState(deployment, "FAILED");
        try (Connection connection = database.getConnection();
                PreparedStatement aged = connection.prepareStatement(
                        "update command set sent_at = timestamp 'epoch', ended_at = timestamp 'epoch' where id = ?")) {
            aged.setObject(1, inspecting);
            assertThat(aged.executeUpdate()).isEqualTo(1);
        }

        VertxContextSupport.subscribeAndAwait(pruning::prune);

        as("viewer").get("/commands/" + inspecting).then().statusCode(404);
        DeployerLab.get(deployment).body("steps[0].commandId", is(inspecting.toString()));
    }

    /** When the test says so: a deadline of seconds would pass before the node has answered on a machine with other things to do. */
    private void letItsDeadlinePass(UUID command) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement passed = connection.prepareStatement(
                        "update command set deadline = timestamp 'epoch' where id = ? and state = 'SENT'")) {
            passed.setObject(1, command);
            assertThat(passed.executeUpdate()).isEqualTo(1);
        }
    }

    private void accept(UUID command) {
        lab.accept(node, command);
        Awaitility.await("accepted")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> as("viewer").get("/commands/" + command).then().body("state", is("ACCEPTED")));
    }
}
