package org.openfoodfacts.brigade.deployer;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.deployer.DeployerLab.as;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** Who may ask what, and how wrong questions are answered. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ApiIT {
    private static final Map<String, String> REQUEST =
            Map.of("application", "server", "flavor", "api-off", "version", "v1");

    @Test
    void wrongInputIsNamed() {
        try (DeployerLab lab = new DeployerLab()) {
            lab.declare("api-off");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            as("viewer").get("/applications/server").then().body("flavors[0].name", is("api-off")));
        }
        isRefused(Map.of("flavor", "api-off", "version", "v1"), "application");
        isRefused(Map.of("application", "server", "version", "v1"), "flavor");
        isRefused(Map.of("application", "server", "flavor", "api-off", "version", "x".repeat(201)), "version");
        isRefused(Map.of("application", "server", "flavor", "api-off", "version", "a..b"), "version");
        isRefused(Map.of("application", "ser\0ver", "flavor", "api-off", "version", "v1"), "application");
        as("viewer")
                .urlEncodingEnabled(false)
                .get("/deployments?flavor=a%00")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("flavor"));
        as("viewer").urlEncodingEnabled(false).get("/applications/a%00").then().statusCode(400);
        isRefused(Map.of("application", "nothing", "flavor", "api-off", "version", "v1"), "application");
        isRefused(Map.of("application", "server", "flavor", "nothing", "version", "v1"), "flavor");
        isRefused(Map.of("application", "server", "flavour", "api-off", "version", "v1"), "flavour");
        as("operator")
                .header("Idempotency-Key", "k".repeat(201))
                .body(REQUEST)
                .post("/deployments")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("Idempotency-Key"));
        as("operator")
                .body(REQUEST)
                .post("/deployments")
                .then()
                .statusCode(409)
                .body("detail", containsString("api-off is not enrolled"));
        as("viewer").get("/deployments?state=RUNING").then().statusCode(400).body("errors[0].field", is("state"));
        as("viewer").get("/deployments?after=1").then().statusCode(400).body("errors[0].field", is("after"));
        as("viewer").get("/deployments?limit=0").then().statusCode(400).body("errors[0].field", is("limit"));
    }

    private static void isRefused(Map<String, String> body, String field) {
        as("operator")
                .body(body)
                .post("/deployments")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", is(field));
    }

    @Test
    void viewersLookAndOperatorsDeploy() {
        String nothing = "/deployments/" + UUID.randomUUID();
        as("viewer").body(REQUEST).post("/deployments").then().statusCode(403);
        as("viewer").post(nothing + "/cancel").then().statusCode(403);
        as("operator").post(nothing + "/cancel").then().statusCode(404);
        as("viewer").get(nothing).then().statusCode(404).contentType("application/problem+json");
        as("viewer").get("/deployments/not-an-id").then().statusCode(400).body("errors[0].field", is("id"));
        given().contentType(ContentType.JSON)
                .body(REQUEST)
                .post("/deployments")
                .then()
                .statusCode(401);
        given().get("/deployments").then().statusCode(401);
        given().get(nothing + "/log").then().statusCode(401);
        given().accept("text/event-stream").get(nothing + "/log").then().statusCode(401);
        as("viewer")
                .accept("text/event-stream")
                .get("/deployments/not-an-id/log")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("id"));
    }

    @Test
    void theApiDescribesItselfAndBringsItsPage() {
        given().get("/openapi").then().statusCode(200).body(containsString("/deployments/{id}/log"));
        given().get("/ui/page.js").then().statusCode(200).body(containsString("export default"));
    }
}
