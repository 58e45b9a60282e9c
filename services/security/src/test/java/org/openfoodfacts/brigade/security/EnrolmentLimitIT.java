package org.openfoodfacts.brigade.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.openfoodfacts.brigade.security.SecurityLab.invite;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.SecurityEvent;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.security.SecurityLab.MachineKeys;

/** What strangers can do at the one call that is open to them. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@TestProfile(EnrolmentLimitIT.FewTries.class)
@QuarkusTestResource(BusAndDatabase.class)
class EnrolmentLimitIT {
    private static final int TRIES = 5;

    private final SecurityLab lab = new SecurityLab();

    public static final class FewTries implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("brigade.security.enrolment-attempts-per-address", Integer.toString(TRIES));
        }
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void whoGuessesIsToldToWaitAndTheRefusalsAreToldOnce() {
        String token = invite("north-guess");
        MachineKeys keys = MachineKeys.generate();
        for (int i = 0; i < TRIES; i++) {
            enrol(
                            "192.0.2.1",
                            "brigade1.north-guess.wrong.0000000000000000",
                            "north-guess",
                            keys,
                            keys.sealing().publicKey())
                    .statusCode(403);
        }
        enrol("192.0.2.1", token, "north-guess", keys, keys.sealing().publicKey())
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9][0-9]?"))
                .body("type", is("urn:brigade:problem:too-many-requests"));
        enrol("192.0.2.2", token, "north-guess", keys, keys.sealing().publicKey())
                .statusCode(200);

        lab.bus.await(
                Topic.SECURITY_EVENTS.topicName(),
                SecurityEvent.NodeEnrolled.class,
                d -> d.message().node().equals("north-guess"));
        List<SecurityEvent> told = lab.bus.all(Topic.SECURITY_EVENTS.topicName()).stream()
                .<SecurityEvent>map(r -> Codec.decode(r, SecurityEvent.class).message())
                .filter(e -> e instanceof SecurityEvent.EnrolmentRefused refused
                        && refused.node().equals("north-guess"))
                .toList();
        assertThat(told).hasSize(1);
    }

    @Test
    void aSealingKeyThatNothingCanBeSealedToLeavesNoTraceInKafka() throws Exception {
        MachineKeys keys = MachineKeys.generate();
        String lowOrder = "A".repeat(43) + "="; // 32 zero bytes: a point of order one

        enrol("192.0.2.3", invite("north-low"), "north-low", keys, lowOrder)
                .statusCode(400)
                .body("errors[0].field", is("sealingKey"));

        assertThat(topics()).doesNotContain(Topic.orders("north-low"));
    }

    @Test
    void keysThatAreNoneCostATryAndAreNotLookedAtWhenThereIsNone() {
        String token = "brigade1.north-none.wrong.0000000000000000";
        MachineKeys keys = MachineKeys.generate();
        for (int i = 0; i < TRIES; i++) {
            enrol("192.0.2.4", token, "north-none", keys, "none")
                    .statusCode(400)
                    .body("errors[0].field", is("sealingKey"));
        }

        enrol("192.0.2.4", token, "north-none", keys, "none").statusCode(429);
    }

    private static List<String> topics() throws ExecutionException, InterruptedException {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
            return List.copyOf(admin.listTopics().names().get());
        }
    }

    private static ValidatableResponse enrol(
            String from, String token, String node, MachineKeys keys, String sealingKey) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", from)
                .body(Map.of("token", token, "node", node, "signingKey", keys.signingKey(), "sealingKey", sealingKey))
                .post("/enrolments")
                .then();
    }
}
