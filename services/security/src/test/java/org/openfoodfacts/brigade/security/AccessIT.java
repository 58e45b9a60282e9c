package org.openfoodfacts.brigade.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.security.SecurityLab.as;
import static org.openfoodfacts.brigade.security.SecurityLab.enrol;
import static org.openfoodfacts.brigade.security.SecurityLab.enrolled;
import static org.openfoodfacts.brigade.security.SecurityLab.invite;
import static org.openfoodfacts.brigade.security.SecurityLab.revoke;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.enrolment.Admission;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.security.SecurityLab.MachineKeys;

/** Who gets in, with which rights, and who does not, or no longer. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class AccessIT {
    @Inject
    DataSource database;

    private final String node = "n" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void callsAboutTunnelsNameWhatIsWrongAndAskForRoles() {
        as("admin").post("/tunnels/nothing/psk").then().statusCode(404);
        as("viewer").get("/tunnels/nothing").then().statusCode(404).contentType("application/problem+json");
        as("viewer").get("/tunnels/any/psk/" + UUID.randomUUID()).then().statusCode(404);
        as("viewer").get("/tunnels/any/psk?after=x").then().statusCode(400);
        as("viewer").urlEncodingEnabled(false).get("/tunnels/a%00").then().statusCode(400);
        as("viewer")
                .urlEncodingEnabled(false)
                .get("/nodes/a%00/identity")
                .then()
                .statusCode(400);
        as("operator").post("/tunnels/any/psk").then().statusCode(403);
    }

    @Test
    void anEnrolledNodeHasItsUserAndExactlyItsRights() throws Exception {
        enrolled(node);

        try (Admin admin = admin()) {
            assertThat(hasUser(admin, node)).isTrue();
            assertThat(rights(admin, node))
                    .containsExactlyInAnyOrder(
                            "TOPIC LITERAL brigade.node." + node + ".orders READ",
                            "TOPIC LITERAL brigade.node." + node + ".commands READ",
                            "GROUP LITERAL " + node + " READ",
                            "TOPIC LITERAL brigade.facts WRITE",
                            "TOPIC LITERAL brigade.reports WRITE");
        }
    }

    @Test
    void theAdmissionHoldsForTheMachineThatAsked() throws Exception {
        MachineKeys keys = MachineKeys.generate();
        String token = invite(node);
        String answer = enrol(token, node, keys).statusCode(200).extract().asString();

        Admission admission = Json.mapper().readValue(answer, Admission.class);
        String fingerprint = token.substring(token.lastIndexOf('.') + 1);
        String keyId = KeyCodec.keyId(node, keys.signing().getPublic());
        assertThat(admission.objection(fingerprint, node, keyId, keys.sealing().publicKey()))
                .isEmpty();
        assertThat(admission.anchors())
                .containsOnlyKeys(
                        Stream.of(Service.values()).map(Service::kafkaUser).toArray(String[]::new));
    }

    @Test
    void aRevokedNodeLosesRightsKeysAndTokenAndMayBeInvitedAgain() throws Exception {
        MachineKeys old = MachineKeys.generate();
        String token = invite(node);
        enrol(token, node, old).statusCode(200);
        revoke(node).statusCode(200).body("status", is("REVOKED"));
        revoke(node).statusCode(404);

        try (Admin admin = admin()) {
            assertThat(rights(admin, node)).isEmpty();
            enrol(token, node, old).statusCode(403).body("detail", containsString("nobody invited"));
            enrol(invite(node), node, old).statusCode(403).body("detail", containsString("revoked"));

            enrolled(node);
            assertThat(hasUser(admin, node)).isTrue();
            assertThat(rights(admin, node)).hasSize(5);
        }
        as("viewer").get("/nodes/" + node + "/identity").then().body("status", is("ENROLLED"));
    }

    @Test
    void anEndedTokenIsNoLongerGood() throws Exception {
        String token = invite(node);
        try (Connection connection = database.getConnection();
                PreparedStatement end = connection.prepareStatement(
                        "update invitation set expires_at = now() - interval '1 second' where node = ?")) {
            end.setString(1, node);
            assertThat(end.executeUpdate()).isEqualTo(1);
        }

        enrol(token, node, MachineKeys.generate()).statusCode(403).body("detail", containsString("ended at"));
    }

    @Test
    void aNewInvitationReplacesTheOldOne() {
        String first = invite(node);
        String second = invite(node);

        enrol(first, node, MachineKeys.generate()).statusCode(403).body("detail", containsString("made last"));
        enrol(second, node, MachineKeys.generate()).statusCode(200);
    }

    @Test
    void ofTwoMachinesRacingForOneTokenOneGetsIn() throws Exception {
        String token = invite(node);
        List<Callable<Integer>> machines = Stream.generate(MachineKeys::generate)
                .limit(4)
                .<Callable<Integer>>map(
                        keys -> () -> enrol(token, node, keys).extract().statusCode())
                .toList();
        List<Integer> codes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var code : threads.invokeAll(machines)) {
                codes.add(code.get());
            }
        }

        assertThat(codes).containsOnly(200, 403).containsOnlyOnce(200);
    }

    @Test
    void keysOfAnotherNodeAreRefused() {
        MachineKeys keys = enrolled(node);
        String twin = node + "-twin";

        enrol(invite(twin), twin, keys).statusCode(403).body("detail", containsString("those of the node " + node));
        MachineKeys half = new MachineKeys(MachineKeys.generate().signing(), keys.sealing());
        enrol(invite(twin), twin, half).statusCode(403);
    }

    @Test
    void noNodeTakesTheNameOfAnAdministrator() {
        as("admin")
                .body(Map.of("node", "admin"))
                .post("/invitations")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("node"));
    }

    @Test
    void theApiDescribesItselfAndBringsItsPage() {
        given().get("/openapi").then().statusCode(200).body(containsString("/tunnels/{name}/psk"));
        given().get("/ui/page.js").then().statusCode(200).body(containsString("export default"));
    }

    private static Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)));
    }

    private static List<String> rights(Admin admin, String node) throws Exception {
        AclBindingFilter filter = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + node, null, AclOperation.ANY, AclPermissionType.ANY));
        return admin.describeAcls(filter).values().get().stream()
                .map(AccessIT::text)
                .toList();
    }

    private static String text(AclBinding binding) {
        return String.join(
                " ",
                binding.pattern().resourceType().name(),
                binding.pattern().patternType().name(),
                binding.pattern().name(),
                binding.entry().operation().name());
    }

    private static boolean hasUser(Admin admin, String node) throws Exception {
        try {
            return !admin.describeUserScramCredentials(List.of(node))
                    .description(node)
                    .get()
                    .credentialInfos()
                    .isEmpty();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(ResourceNotFoundException.class);
            return false;
        }
    }
}
