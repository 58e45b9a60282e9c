package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theStoriesAreNotPlayedWithSomebodysOwnMachines() throws Exception {
        try (PlayedSuite suite = new PlayedSuite(folder)) {
            StringWriter err = new StringWriter();

            int code = Brigade.commandLine("demo")
                    .setErr(new PrintWriter(err))
                    .execute("demo", "--state", suite.state().root().toString());

            assertThat(code).isEqualTo(1);
            assertThat(err.toString()).contains("with the example fleet alone", "--state FOLDER");
            assertThat(suite.tokens()).as("nothing was asked").isEmpty();
        }
    }
}
