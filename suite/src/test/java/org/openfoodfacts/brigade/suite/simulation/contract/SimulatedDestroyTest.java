package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;

class SimulatedDestroyTest extends OnSimulatedPool implements DestroyContract {
    SimulatedDestroyTest() {
        super("tank/doomed");
    }

    @Test
    void ofManyThePartBeforeTheOneThatIsKeptIsDestroyedAndToldOf() {
        List<String> names =
                IntStream.rangeClosed(1, 251).mapToObj(Integer::toString).toList();
        String dataset = snapshots("many", names.toArray(String[]::new));

        Outcome outcome = destroy(
                meanwhile(() -> target().output("zfs", "clone", dataset + "@251", dataset + "-clone")),
                dataset,
                names.toArray(String[]::new));

        assertThat(DestroyContract.failed(outcome))
                .isEqualTo("zfs destroy " + dataset + " (after 250 of 251): " + dataset + "@251 has clones");
        assertThat(left(dataset)).containsExactly("251");
    }
}
