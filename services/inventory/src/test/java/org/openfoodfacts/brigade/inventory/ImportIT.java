package org.openfoodfacts.brigade.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.openfoodfacts.brigade.inventory.ServiceUnderTest.as;
import static org.openfoodfacts.brigade.inventory.ServiceUnderTest.get;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.InventoryEvent.FleetImported;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
@QuarkusTestResource(TestRepository.class)
class ImportIT {
    private final TestBus bus = new TestBus();
    private final Path repository = ConfigProvider.getConfig().getValue("brigade.inventory.repository", Path.class);
    private final Path fleetYaml = repository.resolve("fleet.yaml");
    private String before;

    @BeforeEach
    void importExample() throws Exception {
        before = Files.readString(fleetYaml);
        as("operator").post("/imports").then().statusCode(200);
    }

    @AfterEach
    void restore() throws Exception {
        if (!Files.readString(fleetYaml).equals(before)) {
            Files.writeString(fleetYaml, before);
            TestRepository.commit(repository);
            as("operator").post("/imports").then().statusCode(200);
        }
        bus.close();
    }

    @Test
    void theExampleFleetIsPublishedWholeAndAskedForByRest() {
        FleetDeclared fleet = bus.await(
                        Topic.FLEET.topicName(),
                        FleetDeclared.class,
                        d -> d.key().equals("example"))
                .message();

        assertThat(fleet.nodes()).hasSize(11);
        assertThat(fleet.neverBan()).hasSize(5);
        assertThat(fleet.applications().getFirst().repository())
                .isEqualTo(repository.resolveSibling("product-opener").toString());
        Decoded<FleetImported> event = bus.await(
                Topic.INVENTORY_EVENTS.topicName(),
                FleetImported.class,
                d -> d.message().nodes() == 11);
        assertThat(event.message().guests()).isEqualTo(8);
        assertThat(event.message().problems()).isZero();
        get("/sites")
                .statusCode(200)
                .body("name", equalTo(List.of("north", "south")))
                .body("guests", hasItems(5, 3));
        get("/guests?site=south&limit=2")
                .statusCode(200)
                .body("items.name", equalTo(List.of("south-proxy", "south-tunnel")))
                .body("next", is("south-tunnel"));
        get("/guests?site=south&after=south-tunnel")
                .body("items.name", equalTo(List.of("staging")))
                .body("items[0].proxmox.type", is("qemu"))
                .body("items[0].proxmox.memoryMebibytes", is(16384));
        get("/guests?host=north2").body("items.name", equalTo(List.of("mongodb", "opff")));
        get("/nodes/off")
                .statusCode(200)
                .body("status", is("never-seen"))
                .body("declared.host", is("north1"))
                .body("declared.watch.checkouts", equalTo(List.of("/srv/off")));
    }

    @Test
    void anUnchangedCommitPublishesNothing() {
        int published = bus.all(Topic.FLEET.topicName()).size();

        as("operator").post("/imports").then().statusCode(200).body("outcome", is("UNCHANGED"));

        assertThat(bus.all(Topic.FLEET.topicName())).hasSize(published);
    }

    /** All files are out of reach: only the commit can be named, and what it comes to is known. */
    @Test
    void aRevisionThatHasNotMovedIsNotReadAgain() throws Exception {
        Path objects = repository.resolve(".git/objects");
        Path away = repository.resolve(".git/objects-away");
        Files.move(objects, away);
        Files.createDirectory(objects);
        try {
            String commit = Files.readString(repository.resolve(".git/refs/heads/" + branch()))
                    .strip();
            Path folder = Files.createDirectory(objects.resolve(commit.substring(0, 2)));
            Files.copy(
                    away.resolve(commit.substring(0, 2)).resolve(commit.substring(2)),
                    folder.resolve(commit.substring(2)));

            as("operator").post("/imports").then().statusCode(200).body("outcome", is("UNCHANGED"));
        } finally {
            TestRepository.remove(objects);
            Files.move(away, objects);
        }
    }

    private String branch() throws Exception {
        try (Git git = Git.open(repository.toFile())) {
            return git.getRepository().getBranch();
        }
    }

    @Test
    void aRefusedCommitIsToldOnceAndStaysRefused() throws Exception {
        Files.writeString(fleetYaml, before.replace("host: north2", "host: nroth3"));
        TestRepository.commit(repository);
        for (int i = 0; i < 3; i++) {
            as("operator")
                    .post("/imports")
                    .then()
                    .body("outcome", is("REFUSED"))
                    .body("problems", hasSize(2));
        }
    }

    @Test
    void onlyWhatIsCommittedCounts() throws Exception {
        Files.writeString(fleetYaml, before.replace("vmid: 118", "vmid: 119"));

        as("operator").post("/imports").then().body("outcome", is("UNCHANGED"));
    }

    @Test
    void aWrongFleetIsRefusedAndNamedAndTheOldOneStays() throws Exception {
        Files.writeString(fleetYaml, before.replace("host: north2", "host: nroth2"));
        String commit = TestRepository.commit(repository);

        as("operator").post("/imports").then().statusCode(200).body("outcome", is("REFUSED"));

        get("/imports/latest")
                .statusCode(200)
                .body("outcome", is("REFUSED"))
                .body("commit", is(commit))
                .body("problems", hasSize(2))
                .body("problems[0].file", is("fleet.yaml"))
                .body("problems[0].field", is("nodes[4].host"))
                .body("problems[0].remedy", containsString("did you mean 'north2'?"));
        get("/nodes/mongodb").body("declared.host", is("north2"));
        assertThat(bus.all(Topic.FLEET.topicName()))
                .noneMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains(commit));
    }

    @Test
    void aNodeIsToldWhatToWatchOnceItEnrolsAndAgainOnlyWhenItChanges() throws Exception {
        TestNode.enrol(bus, "opff");
        Decoded<ObserveNode> first = bus.await(Topic.orders("opff"), ObserveNode.class, d -> true);
        assertThat(first.key()).isEqualTo("observe-node");
        assertThat(Instant.ofEpochMilli(first.message().generation()))
                .as("the clock, so that an agent takes it also when the database was lost")
                .isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
        assertThat(first.message().checkouts()).containsExactly("/srv/opff");
        assertThat(first.message().units()).containsExactly("nginx.service", "apache2.service");

        Files.writeString(fleetYaml, before.replace("reason: office of", "reason: the office of"));
        TestRepository.commit(repository);
        as("operator").post("/imports").then().body("outcome", is("TAKEN_OVER"));
        Files.writeString(fleetYaml, before.replace("checkouts: [/srv/opff]", "checkouts: [/srv/opff, /opt/fleet]"));
        TestRepository.commit(repository);
        as("operator").post("/imports").then().body("outcome", is("TAKEN_OVER"));

        Decoded<ObserveNode> second = bus.await(
                Topic.orders("opff"),
                ObserveNode.class,
                d -> d.message().checkouts().contains("/opt/fleet"));
        assertThat(second.message().generation()).isGreaterThan(first.message().generation());
        assertThat(bus.all(Topic.orders("opff"))).hasSize(2);
        await("nothing is stuck in the outbox")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(Outboxes.rows()).isZero());
    }

    @Test
    void aViewerMayNotImport() {
        as("viewer").post("/imports").then().statusCode(403).contentType("application/problem+json");
    }
}
