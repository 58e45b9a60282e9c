package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.Refused;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.TakenOver;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.Unchanged;

class KnownImportTest {
    private static final FleetDeclared ONE = fleet("c1");
    private static final FleetDeclared TWO = fleet("c2");

    @Test
    void whatWasTakenOverIsUnchangedAsLongAsThatFleetStands() {
        KnownImport known = KnownImport.of("c2", ONE, new TakenOver(TWO, List.of(), Map.of(), List.of()));

        assertThat(known.decision()).isEqualTo(new Unchanged(TWO, List.of()));
        assertThat(known.commitFor(fleet("c2"))).isEqualTo("c2");
        assertThat(known.commitFor(ONE)).as("another instance took one over").isNull();
        assertThat(known.commitFor(null)).as("the database was dropped").isNull();
    }

    @Test
    void whatWasRefusedStaysSoAsLongAsTheFleetBeforeStands() {
        KnownImport known = KnownImport.of("c2", null, new Refused(List.of()));

        assertThat(known.commitFor(null)).isEqualTo("c2");
        assertThat(known.commitFor(ONE)).isNull();
        assertThat(KnownImport.NOTHING.commitFor(null)).isNull();
    }

    private static FleetDeclared fleet(String commit) {
        return new FleetDeclared("f", "r", commit, null, null, null, null, List.of(), List.of());
    }
}
