package org.openfoodfacts.brigade.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.deployer.DeployerLab.as;
import static org.openfoodfacts.brigade.deployer.DeployerLab.awaitState;
import static org.openfoodfacts.brigade.deployer.DeployerLab.deploy;
import static org.openfoodfacts.brigade.deployer.DeployerLab.id;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.commands.CheckOutRelease;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.FetchRelease;
import org.openfoodfacts.brigade.contracts.commands.InspectCheckout;
import org.openfoodfacts.brigade.contracts.commands.RunBuild;
import org.openfoodfacts.brigade.contracts.commands.VerifyRelease;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestTokens;
import org.openfoodfacts.brigade.platform.trust.TrustView;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class LogIT {
    @Inject
    TrustView trust;

    @TestHTTPResource("deployments/")
    URI deployments;

    private final HttpClient http = HttpClient.newHttpClient();
    private final DeployerLab lab = new DeployerLab();
    private String node;

    @BeforeEach
    void declareAFlavorOnANodeOfItsOwn() {
        node = lab.newNode(trust);
    }

    @AfterEach
    void close() {
        lab.close();
        http.close();
    }

    @Test
    void theOutputOfAllStepsIsOneLogInOrder() {
        String deployment = deployWithOutput();

        as("viewer")
                .get("/deployments/" + deployment + "/log")
                .then()
                .statusCode(200)
                .body("items.at", contains("20.1", "40.1", "40.2"))
                .body("items.step", contains("FETCH", "BUILD", "BUILD"))
                .body("items.lines.flatten().text", contains("fetching", "one", "two", "three"));
        as("viewer")
                .get("/deployments/" + deployment + "/log?limit=1&after=20.1")
                .then()
                .body("items.at", contains("40.1"))
                .body("next", is("40.1"));
        as("viewer")
                .get("/deployments/" + deployment + "/log?after=40.2")
                .then()
                .body("items", empty());
    }

    @Test
    void aFollowedLogComesAsItIsWrittenAndEndsWithTheDeployment() throws Exception {
        String deployment = deploy(node, "v2");
        BlockingQueue<String> lines = follow(deployment, null);
        lab.doWell(node, deployment, InspectCheckout.class);
        UUID fetching = id(lab.awaitCommand(node, deployment, FetchRelease.class));
        lab.output(node, fetching, 1, "fetching");
        assertThat(await(lines, "data:")).contains("\"text\":\"fetching\"").contains("\"at\":\"20.1\"");
        lab.done(node, fetching, DeployerLab.rightResult(FetchRelease.class, "v2"));
        lab.doWell(node, deployment, CheckOutRelease.class);
        UUID building = id(lab.awaitCommand(node, deployment, RunBuild.class));
        lab.output(node, building, 1, "compiling");
        assertThat(await(lines, "id:")).endsWith("40.1");
        lab.done(node, building, DeployerLab.rightResult(RunBuild.class, "v2"));
        lab.doWell(node, deployment, VerifyRelease.class);

        assertThat(await(lines, "event:")).endsWith("end");
        assertThat(await(lines, "data:")).contains("SUCCEEDED");
        assertThat(await(lines, "closed")).isEqualTo("closed");
    }

    @Test
    void aFollowerThatComesBackGetsWhatItMissedAndNoMore() throws Exception {
        String deployment = deployWithOutput();
        BlockingQueue<String> lines = follow(deployment, "40.1");

        assertThat(await(lines, "id:")).endsWith("40.2");
        assertThat(await(lines, "event:")).endsWith("end");
        HttpResponse<String> again = http.send(request(deployment, "40.2"), HttpResponse.BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(204);
    }

    /** The service has 96 MB of heap, and a build may print without end. */
    @Test
    void muchOutputComesInPiecesAndWhole() throws Exception {
        String deployment = deploy(node, "v2");
        for (Class<? extends Command> step :
                List.of(InspectCheckout.class, FetchRelease.class, CheckOutRelease.class)) {
            lab.doWell(node, deployment, step);
        }
        UUID building = id(lab.awaitCommand(node, deployment, RunBuild.class));
        String line = "x".repeat(60_000);
        for (int report = 1; report <= 40; report++) {
            lab.output(node, building, report, line);
        }
        lab.done(node, building, DeployerLab.rightResult(RunBuild.class, "v2"));
        lab.doWell(node, deployment, VerifyRelease.class);
        awaitState(deployment, "SUCCEEDED");

        List<String> all = new ArrayList<>();
        for (String after = ""; after != null; ) {
            JsonPath page = as("viewer")
                    .get("/deployments/" + deployment + "/log?after=" + after)
                    .jsonPath();
            assertThat(page.getList("items")).hasSizeBetween(1, 17);
            all.addAll(page.getList("items.at"));
            after = page.getString("next");
        }
        List<String> expected =
                IntStream.rangeClosed(1, 40).mapToObj(n -> "40." + n).toList();
        assertThat(all).isEqualTo(expected);
        BlockingQueue<String> followed = follow(deployment, null);
        for (String at : expected) {
            assertThat(await(followed, "id:")).endsWith(at);
        }
        assertThat(await(followed, "event:")).endsWith("end");
    }

    @Test
    void aLogThatIsNotThereAndACursorThatIsNoneAreProblems() throws Exception {
        UUID nothing = UUID.randomUUID();
        as("viewer").get("/deployments/" + nothing + "/log").then().statusCode(404);
        HttpResponse<String> followed =
                http.send(request(nothing.toString(), null), HttpResponse.BodyHandlers.ofString());
        assertThat(followed.statusCode()).isEqualTo(404);
        assertThat(followed.body()).contains("there is no deployment " + nothing);
        String deployment = deploy(node, "v2");
        as("viewer")
                .get("/deployments/" + deployment + "/log?after=x")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("after"));
        HttpResponse<String> wrong = http.send(request(deployment, "x"), HttpResponse.BodyHandlers.ofString());
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("Last-Event-ID");
    }

    @Test
    void aFollowedLogEndsWithTheTokenItWasAskedForWith() throws Exception {
        String deployment = deploy(node, "v2");

        // A token may have ended before anybody looked at it, if the machine stood still; then another is asked for.
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            String token = TestTokens.token("viewer", Duration.ofSeconds(3));
            HttpResponse<String> whole = http.sendAsync(
                            request(deployment, null, token), HttpResponse.BodyHandlers.ofString())
                    .get(60, TimeUnit.SECONDS);

            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).contains("still running").doesNotContain("event:");
        });
    }

    private String deployWithOutput() {
        String deployment = deploy(node, "v2");
        lab.doWell(node, deployment, InspectCheckout.class);
        UUID fetching = id(lab.awaitCommand(node, deployment, FetchRelease.class));
        lab.output(node, fetching, 1, "fetching");
        lab.done(node, fetching, DeployerLab.rightResult(FetchRelease.class, "v2"));
        lab.doWell(node, deployment, CheckOutRelease.class);
        UUID building = id(lab.awaitCommand(node, deployment, RunBuild.class));
        lab.output(node, building, 1, "one", "two");
        lab.output(node, building, 1, "one", "two"); // delivered again
        lab.output(node, building, 2, "three");
        lab.done(node, building, DeployerLab.rightResult(RunBuild.class, "v2"));
        lab.doWell(node, deployment, VerifyRelease.class);
        awaitState(deployment, "SUCCEEDED");
        return deployment;
    }

    /** The lines of the stream as they come; the last is {@code closed}. */
    private BlockingQueue<String> follow(String deployment, String lastEventId) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try (Stream<String> body = http.send(request(deployment, lastEventId), HttpResponse.BodyHandlers.ofLines())
                    .body()) {
                body.forEach(lines::add);
                lines.add("closed");
            } catch (IOException | InterruptedException e) {
                lines.add("broken: " + e);
            }
        });
        return lines;
    }

    private HttpRequest request(String deployment, String lastEventId) {
        return request(deployment, lastEventId, TestTokens.token("viewer"));
    }

    private HttpRequest request(String deployment, String lastEventId, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(deployments.resolve(deployment + "/log"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        return lastEventId == null
                ? request.build()
                : request.header("Last-Event-ID", lastEventId).build();
    }

    private static String await(BlockingQueue<String> lines, String start) throws InterruptedException {
        while (true) {
            String line = lines.poll(120, TimeUnit.SECONDS);
            if (line == null || line.startsWith(start)) {
                return line;
            }
        }
    }
}
