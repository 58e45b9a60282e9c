package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bans, deploys and takes snapshots only to show or to measure it. */
class ExampleOnlyTest extends AtPlayedSuite {
    @ParameterizedTest
    @ValueSource(strings = {"demo", "bench roundtrip"})
    void nothingIsTriedWithSomebodysOwnMachines(String command) {
        assertThat(execute(command.split(" "))).isEqualTo(1);
        assertThat(err.toString()).contains("with the example fleet alone", "--fleet, or");
        assertThat(suite.tokens()).as("nothing was asked").isEmpty();
    }
}
