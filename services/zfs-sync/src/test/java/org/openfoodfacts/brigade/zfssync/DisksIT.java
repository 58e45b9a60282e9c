package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Message;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.DiskChanged;
import org.openfoodfacts.brigade.contracts.facts.DisksFact;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Wear;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestBus;

/** From what a disk says of itself to what administrators hear of it. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class DisksIT {
    private final TestBus bus = new TestBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aDiskThatBeginsToFailIsToldOnceAndShown() {
        bus.enrol("da");
        bus.fact("da", new DisksFact(List.of(disk("/dev/sda", "S1", 0), disk("/dev/sdb", "S2", 0))));
        await(() -> disks("node=da").body("items.health", contains("OK", "OK")));

        bus.fact("da", new DisksFact(List.of(disk("/dev/sdb", "S1", 8), disk("/dev/sda", "S2", 0))));
        await(() -> disks("node=da&health=FAILING")
                .body("items.serial", contains("S1"))
                .body("items.device", contains("/dev/sdb"))
                .body("items[0].signs", contains("PENDING_SECTORS"))
                .body("items[0].wear.pending", is(8))
                .body("items[0].because", contains("8 sectors cannot be read"))
                .body("items[0].since", notNullValue()));
        bus.fact("da", new DisksFact(List.of(disk("/dev/sdb", "S1", 16), disk("/dev/sda", "S2", 0))));
        await(() -> disks("node=da").body("items[0].wear.pending", is(16)));

        assertThat(told("da")).containsExactly("S1 null OK []", "S2 null OK []", "S1 OK FAILING [PENDING_SECTORS]");
        await(() -> given().get("/metrics")
                .then()
                .body(containsString("brigade_zfs_disk_health{disk=\"S1\",health=\"FAILING\",node=\"da\"} 1.0"))
                .body(containsString("brigade_zfs_disk_temperature_celsius{disk=\"S2\",node=\"da\"} 34.0")));
        disks("node=da&limit=1").body("items.serial", contains("S1")).body("next", is("da/S1"));
        disks("node=da&after=da/S1").body("items.serial", contains("S2"));
        disks("health=BAD", 400).body("errors[0].field", is("health"));

        bus.fact("da", new DisksFact(List.of(disk("/dev/sda", "S2", 0))));
        await(() -> assertThat(told("da")).last().isEqualTo("S1 FAILING gone"));
        disks("node=da&health=FAILING").body("items", empty());
    }

    private static Disk disk(String device, String serial, long pending) {
        return new Disk(
                device, "Exos X16", serial, true, new Wear(34, 30_000L, 0L, pending, 0L, null, null), null, null);
    }

    private List<String> told(String node) {
        return bus.all(Topic.ZFS_SYNC_EVENTS.topicName()).stream()
                .map(sent -> Codec.decode(sent, Message.class).message())
                .filter(DiskChanged.class::isInstance)
                .map(DiskChanged.class::cast)
                .filter(event -> event.node().equals(node))
                .map(event -> event.disk().serial() + " "
                        + (event.before() == null ? "null" : event.before().health()) + " "
                        + (event.after() == null
                                ? "gone"
                                : event.after().health() + " " + event.after().signs()))
                .toList();
    }

    private static ValidatableResponse disks(String query) {
        return disks(query, 200);
    }

    private static ValidatableResponse disks(String query, int status) {
        return SnapshotLab.as("viewer").get("/disks?" + query).then().statusCode(status);
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }
}
