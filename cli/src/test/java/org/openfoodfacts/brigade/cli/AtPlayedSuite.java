package org.openfoodfacts.brigade.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands, within this JVM, at a suite that gives the answers it was told. */
abstract class AtPlayedSuite {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    PlayedSuite suite;

    @TempDir
    private Path folder;

    @BeforeEach
    void startSuite() throws Exception {
        suite = new PlayedSuite(folder);
    }

    @AfterEach
    void stopSuite() {
        suite.close();
    }

    /** The exit code. */
    int execute(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--state", folder.toString()));
        String[] arguments = all.toArray(String[]::new);
        return Brigade.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
