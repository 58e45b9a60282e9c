package org.openfoodfacts.brigade.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.tree.ConfigurationTree;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.Refused;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.TakenOver;
import org.openfoodfacts.brigade.inventory.domain.ImportDecision.Unchanged;

class ImportDecisionTest {
    private static final Path EXAMPLES = Path.of("..", "..", "deploy", "examples");
    private static final RepositoryAddress REPOSITORY = new RepositoryAddress("https://git.example.org/team/fleet");

    @Test
    void theExampleMapsWholeOntoWhatTheServicesRead() throws IOException {
        TakenOver taken = (TakenOver) ImportDecision.of(null, example(), REPOSITORY, "c1");

        assertThat(taken.problems()).isEmpty();
        assertThat(taken.sites()).hasSize(2);
        assertThat(taken.guests()).hasSize(8);
        FleetDeclared fleet = taken.fleet();
        assertThat(fleet.applications().getFirst().repository())
                .isEqualTo("https://git.example.org/team/product-opener");
        assertThat(fleet.applications().getFirst().flavors())
                .extracting(FleetDeclared.DeclaredFlavor::name)
                .containsExactly("opff", "off");
        assertThat(fleet.nodes()).allSatisfy(node -> {
            assertThat(node.kind()).isIn("host", "guest");
            assertThat(node.host() != null).isEqualTo(node.kind().equals("guest"));
        });
    }

    @Test
    void theSameCommitAgainChangesNothingAndAnotherOneDoes() throws IOException {
        FleetDeclared current = ((TakenOver) ImportDecision.of(null, example(), REPOSITORY, "c1")).fleet();

        assertThat(ImportDecision.of(current, example(), REPOSITORY, "c1")).isInstanceOf(Unchanged.class);
        assertThat(ImportDecision.of(current, example(), REPOSITORY, "c2")).isInstanceOf(TakenOver.class);
    }

    @Test
    void errorsAndAnotherFleetsNameAreRefused() throws IOException {
        ConfigurationTree broken = ConfigurationTree.read(EXAMPLES.resolve("invalid/wrong-values"));
        FleetDeclared other = new FleetDeclared("other", "r", "c", null, null, null, null);

        assertThat(ImportDecision.of(null, broken, REPOSITORY, "c1")).isInstanceOf(Refused.class);
        assertThat(ImportDecision.of(other, example(), REPOSITORY, "c1").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("runs the fleet 'other'"));
    }

    private static ConfigurationTree example() throws IOException {
        return ConfigurationTree.read(EXAMPLES.resolve("fleet"));
    }
}
