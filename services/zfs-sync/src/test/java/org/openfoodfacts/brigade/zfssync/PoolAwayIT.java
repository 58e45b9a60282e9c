package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact;
import org.openfoodfacts.brigade.contracts.facts.PoliciesFact.PolicyRun;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** What is ordered of a source while the pool of its copy is not imported, as after a reboot: agents then tell of the rest, and a tombstone. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class PoolAwayIT extends PolicyBus {
    private static final String CONF = "[tank/off]\nhourly = 36\n";
    private static final String PULL = "op@poola:tank/off copy/off\n";

    @Test
    void whatACopyNeedsStaysWhileItsPoolIsAway() {
        bus.enrol("poola");
        bus.enrol("poolb");
        datasets("poola", "tank", "tank/off");
        datasets("poolb", "rpool", "copy/off");
        snapshots("poola", "tank/off", "autosnap_1_hourly", "77");
        snapshots("poolb", "copy/off", "autosnap_1_hourly", "77");
        declareOf("poola", CONF, "poolb", PULL, "tank/off");
        awaitOrder("poola", o -> !o.datasets().getFirst().protections().isEmpty());

        datasets("poolb", "rpool");
        bus.tombstone("poolb", new SnapshotsFact("copy/off", List.of(), List.of()));
        await(() -> viewer().get("/pairs?node=poolb").then().body("items[0].state", not("CURRENT")));
        declareOf("poola", CONF.replace("36", "37"), "poolb", PULL, "tank/off");

        FollowPolicies away = awaitOrder(
                "poola", o -> o.datasets().getFirst().policy().counts().hourly() == 37);
        assertThat(away.datasets().getFirst().protections())
                .extracting(Protection::guid)
                .containsExactly("77");
    }

    /** As after a start without the data pool: its agent goes on with what it was told, and what was wrong has not mended itself. */
    @Test
    void whatIsOrderedOfAPoolThatIsAwayAndWhatWasToldOfItHolds() {
        bus.enrol("poole");
        datasets("poole", "rpool", "tank", "tank/off");
        declareOf("poole", "[tank]\n" + CONF, "nowhere", "", "tank");
        FollowPolicies before = awaitOrder("poole", o -> !o.datasets().isEmpty());
        PolicyRun failed = new PolicyRun("tank/off", List.of(), 0, 0, 0, "out of space");
        bus.fact("poole", new PoliciesFact(before.generation(), Instant.now(), List.of(failed), null));
        await(() -> assertThat(told("poole")).contains("failed tank/off: out of space"));

        datasets("poole", "rpool");

        await(() -> assertThat(told("poole")).contains("failed tank: the node has no such dataset"));
        datasets("poole", "rpool", "tank", "tank/off");
        await(() -> assertThat(told("poole")).contains("recovered tank"));
        assertThat(told("poole")).doesNotContain("recovered tank/off");
        assertThat(bus.all(Topic.orders("poole")))
                .as("none while it was away, and none when it came back")
                .hasSize(1);
    }

    @Test
    void whatTheCopyOfAChildHasStaysWhileThePoolOfItsSourceIsAway() {
        bus.enrol("poolc");
        bus.enrol("poold");
        datasets("poolc", "tank", "tank/off", "tank/off/img");
        datasets("poold", "copy", "copy/off", "copy/off/img");
        snapshots("poolc", "tank/off/img", "autosnap_1_hourly", "78");
        snapshots("poold", "copy/off/img", "autosnap_1_hourly", "78");
        declareCopies("[copy/off]\nhourly = 36\nrecursive = yes\n");
        awaitOrder("poold", o -> !image(o).protections().isEmpty());
        await(() -> viewer().get("/pairs?node=poold").then().body("items.state", hasItem("CURRENT")));

        datasets("poolc", "rpool");
        bus.tombstone("poolc", new SnapshotsFact("tank/off/img", List.of(), List.of()));
        await(() -> viewer().get("/pairs?node=poold")
                .then()
                .body("items.find { it.target.dataset == 'copy/off/img' }.state", is("SOURCE_MISSING")));
        declareCopies("[copy/off]\nhourly = 37\nrecursive = yes\n");

        FollowPolicies away =
                awaitOrder("poold", o -> image(o).policy().counts().hourly() == 37);
        assertThat(image(away).keepAll()).contains("no snapshot in common with poolc tank/off/img");
    }

    private void declareCopies(String sanoid) {
        declareOf(
                List.of("poolc", "poold"),
                "poold",
                sanoid,
                "poold",
                "--recursive op@poolc:tank/off copy/off\n",
                "copy/off");
    }

    private static ManagedDataset image(FollowPolicies order) {
        return order.datasets().stream()
                .filter(managed -> managed.dataset().equals("copy/off/img"))
                .findFirst()
                .orElseThrow();
    }
}
