package org.openfoodfacts.brigade.platform.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.NodeFirstSeen;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** Whatever is wrong with a request, the answer is problem+json that names it and tells nothing of the inside. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class ProblemIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | times",
                "{\"times\": 1}                                            | name",
                "{\"name\": \" \", \"times\": 1}                           | name",
                "{\"name\": \"a-name-that-is-far-too-long\", \"times\": 1} | name",
                "{\"name\": 5, \"times\": 1}                               | name",
                "{\"name\": \"a\"}                                         | times",
                "{\"name\": \"a\", \"times\": \"many\"}                    | times",
                "{\"name\": \"a\", \"times\": \"1\"}                       | times",
                "{\"name\": \"a\", \"times\": 1.5}                         | times",
                "{\"name\": \"a\", \"times\": 99}                          | times",
                "{\"name\": \"a\", \"times\": 1e99}                        | times",
                "{\"name\": \"a\", \"times\": 1, \"at\": \"noon\"}         | at",
                "{\"name\": \"a\", \"times\": 1, \"author\": {}}           | author.user",
                "{\"name\": \"a\", \"times\": 1, \"author\": {\"usr\": 1}} | author.usr",
                "{\"name\": \"a\", \"times\": 1, \"author\": []}           | author",
                "{\"name\": \"a\", \"times\": 1, \"tmies\": 1}             | tmies",
                "{\"name\": \"a\\u0000b\", \"times\": 1}                 | name",
                "{\"name\": \"a\", \"times\": 1, \"tags\": [\"\\u0000\"]} | tags.[0]",
                "{\"name\": \"a\", \"times\": 1, \"words\": {\"x\": \"\\u0000\"}} | words.x",
                "[]                                                        | body",
                "\"text\"                                                  | body"
            })
    void aWrongFieldIsNamed(String body, String field) {
        problem(as("operator").body(body).post("/notes").then(), 400)
                .body("errors.field", org.hamcrest.Matchers.hasItem(field))
                .body("detail", containsString(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": 5, \"times\": 1}          | name cannot be '5'; it must be a text, in quotes",
                "{\"name\": true, \"times\": 1}       | name cannot be 'true'; it must be a text, in quotes",
                "{\"name\": {}, \"times\": 1}         | name is missing or of another form; it must be a text, in quotes",
                "{\"name\": \"\\u0000\", \"times\": 1} | name must not hold a NUL character",
                "{\"name\": \"a\", \"times\": \"x\"}    | times is missing or of another form; it must be a whole number",
                "{\"name\": \"a\", \"times\": 1, \"at\": \"noon\"} | at cannot be 'noon'; it must be a time such as 2027-01-31T12:00:00Z"
            })
    void whatIsWrongWithAFieldIsSaid(String body, String detail) {
        problem(as("operator").body(body).post("/notes").then(), 400).body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource({"'{'", "'{\"name\": \"a\",}'", "'not json'", "''", "'null'", "'{\"name\": \"a\", \"times\": 1} x'"})
    void aBodyThatIsNoJsonIsSaidToBeNone(String body) {
        problem(as("operator").body(body).post("/notes").then(), 400)
                .body("detail", not(containsString("null")))
                .body("detail", not(containsString("HTTP 400")));
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        problem(
                as("operator")
                        .body("{\"name\": \"" + "x".repeat(100_000) + "\"}")
                        .post("/notes")
                        .then(),
                413);
    }

    @Test
    void anotherMethodOrMediaTypeIsSaid() {
        problem(as("operator").delete("/notes").then(), 405);
        problem(
                given().auth()
                        .oauth2(TestTokens.token("operator"))
                        .contentType("text/csv")
                        .body("a,b")
                        .post("/notes")
                        .then(),
                415);
    }

    @Test
    void aBadPathOrQueryParameterIsNamed() {
        problem(as("operator").get("/notes/not-a-uuid").then(), 400).body("errors[0].field", is("id"));
        problem(as("operator").get("/notes?limit=many").then(), 400).body("errors[0].field", is("limit"));
        problem(as("operator").get("/notes?since=x").then(), 400).body("errors[0].field", is("since"));
        problem(as("operator").get("/notes?limit=0").then(), 400).body("errors[0].field", is("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"perhaps", "TRUE", "1"})
    void whatIsNeitherTrueNorFalseDoesNotCountAsFalse(String mistyped) {
        problem(as("operator").get("/notes?kept=" + mistyped).then(), 400)
                .body("errors[0].field", is("kept"))
                .body("detail", containsString("must be true or false, not '" + mistyped + "'"));
    }

    @Test
    void trueIsTrueAndFalseIsFalse() {
        assertThat(as("operator").get("/notes?kept=true").asString()).isEqualTo("1");
        assertThat(as("operator").get("/notes?kept=false").asString()).isEqualTo("0");
    }

    @Test
    void aParameterThatNoTableCouldHoldIsNamed() {
        problem(
                        as("operator")
                                .urlEncodingEnabled(false)
                                .get("/notes?name=a%00b")
                                .then(),
                        400)
                .body("errors[0].field", is("name"))
                .body("detail", containsString("NUL"));
    }

    @Test
    void whoIsNotKnownOrMayNotIsToldSo() {
        problem(given().get("/notes").then(), 401).header("WWW-Authenticate", "Bearer");
        problem(given().auth().oauth2("not.a.token").get("/notes").then(), 401);
        problem(given().header("Authorization", "Basic YTpi").get("/notes").then(), 401);
        problem(given().auth().oauth2("not.a.token").get("/nowhere").then(), 401);
        problem(as("viewer").get("/notes").then(), 403);
    }

    @ParameterizedTest
    @CsvSource({"/nowhere", "/notes/a/b/c", "/commands", "/ui/nothing.js"})
    void anUnknownPathIsSaidToBeUnknown(String path) {
        problem(as("operator").get(path).then(), 404);
    }

    @Test
    void whatBreaksInsideTellsNothingButTheRequestId() {
        problem(
                        as("operator")
                                .header("X-Request-Id", "broken-1")
                                .get("/notes/0192f3a4-1001-7c31-9e58-6b1f0d2a4d07")
                                .then(),
                        500)
                .body(not(containsString("secret inside")))
                .body("detail", containsString("broken-1"))
                .body("requestId", equalTo("broken-1"));
    }

    @Test
    void theRequestIdIsEchoedAndIsTheCorrelationOfWhatTheRequestSetsOff() {
        as("operator")
                .header("X-Request-Id", "story-42")
                .body("{\"name\": \"with-id\", \"times\": 1}")
                .post("/notes")
                .then()
                .statusCode(200)
                .header("X-Request-Id", "story-42");

        try (TestBus bus = new TestBus()) {
            var event = bus.await(
                    Topic.INVENTORY_EVENTS.topicName(),
                    NodeFirstSeen.class,
                    d -> d.message().node().equals("with-id"));
            assertThat(event.envelope().trace().correlationId()).isEqualTo("story-42");
        }
    }

    @Test
    void aRequestIdThatCouldForgeALogLineIsReplaced() {
        as("operator")
                .header("X-Request-Id", "x".repeat(65))
                .get("/notes")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void healthMetricsAndOpenApiNeedNoToken() {
        given().get("/health").then().statusCode(200).body("status", is("UP"));
        given().get("/metrics").then().statusCode(200).body(containsString("jvm_"));
        given().get("/openapi").then().statusCode(200).body(containsString("/api/inventory/commands/{id}"));
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", is(status))
                .body("title", not(containsString("null")))
                .body("type", matchesPattern("urn:brigade:problem:[a-z-]+"))
                .body(not(containsString("\tat ")))
                .body(not(containsString("org.openfoodfacts")))
                .body(not(containsString("com.fasterxml")));
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(TestTokens.token(role)).contentType(ContentType.JSON);
    }
}
