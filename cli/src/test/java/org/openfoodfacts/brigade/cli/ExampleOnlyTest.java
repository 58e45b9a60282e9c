package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bans, deploys and takes snapshots only to show or to measure it. */
class ExampleOnlyTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "bench roundtrip"})
    void nothingIsTriedWithSomebodysOwnMachines(String command) throws Exception {
        try (PlayedSuite suite = new PlayedSuite(folder)) {
            StringWriter err = new StringWriter();
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("--state", suite.state().root().toString()));

            int code = Brigade.commandLine(words.getFirst())
                    .setErr(new PrintWriter(err))
                    .execute(words.toArray(String[]::new));

            assertThat(code).isEqualTo(1);
            assertThat(err.toString()).contains("with the example fleet alone", "--fleet, or");
            assertThat(suite.tokens()).as("nothing was asked").isEmpty();
        }
    }
}
