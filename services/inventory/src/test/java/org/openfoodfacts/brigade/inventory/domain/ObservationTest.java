package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredApplication;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFlavor;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.Watch;
import org.openfoodfacts.brigade.platform.outbox.Generation;

class ObservationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Watch NGINX = new Watch(List.of(), List.of("nginx.service"), List.of());

    @Test
    void aNewNodeGetsItsFirstGenerationAndTheCheckoutsOfItsFlavors() {
        assertThat(changes(List.of(), fleet(node("web", NGINX))))
                .containsExactly(new Observation(
                        "web",
                        NOW.toEpochMilli(),
                        new Watch(List.of("/srv/shop"), List.of("nginx.service"), List.of()),
                        null));
    }

    @Test
    void theGenerationGrowsOnlyWhenTheContentChanges() {
        List<Observation> known = changes(List.of(), fleet(node("web", NGINX)));

        assertThat(changes(known, fleet(node("web", NGINX)))).isEmpty();
        assertThat(changes(known, fleet(node("web", new Watch(null, null, null)))))
                .singleElement()
                .satisfies(change -> assertThat(change.generation()).isEqualTo(NOW.toEpochMilli() + 1));
    }

    @Test
    void aNodeThatIsNoLongerDeclaredIsToldToWatchNothingOnce() {
        List<Observation> known = changes(List.of(), fleet(node("db", NGINX)));
        List<Observation> gone = changes(known, fleet(node("web", NGINX)));

        assertThat(gone).anySatisfy(change -> {
            assertThat(change.node()).isEqualTo("db");
            assertThat(change.watch().units()).isEmpty();
        });
        assertThat(changes(gone, fleet(node("web", NGINX)))).isEmpty();
    }

    @Test
    void anOrderIsSentOnlyToAnEnrolledNodeOfWhichSomethingWasDeclared() {
        Observation declared = changes(List.of(), fleet(node("db", NGINX))).getFirst();

        assertThat(declared.order()).isEmpty();
        assertThat(declared.withKey("db#1").order()).isPresent();
        assertThat(declared.withKey("db#1").isNewTo("db#1")).isFalse();
        assertThat(declared.withKey("db#1").isNewTo("db#2")).isTrue();
        assertThat(declared.isNewTo(null)).isFalse();
        assertThat(Observation.undeclared("x").withKey("x#1").order()).isEmpty();
    }

    private static List<Observation> changes(List<Observation> known, FleetDeclared fleet) {
        return Observation.changes(known, fleet, last -> Generation.after(last, NOW));
    }

    private static DeclaredNode node(String name, Watch watch) {
        return new DeclaredNode(name, "host", "north", null, null, List.of(), List.of(), watch);
    }

    private static FleetDeclared fleet(DeclaredNode... nodes) {
        DeclaredFlavor flavor = new DeclaredFlavor("red", "web", "/srv/shop", Map.of());
        DeclaredApplication shop = new DeclaredApplication("shop", "/git/shop", "www", null, List.of(flavor));
        return new FleetDeclared(
                "f", "/git/f", "c", List.of(nodes), List.of(shop), List.of(), List.of(), List.of(), List.of());
    }
}
