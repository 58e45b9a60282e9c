package org.openfoodfacts.brigade.agent.commands;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A runner with a journal of its own for each test. */
abstract class AtRunner {
    @TempDir
    Path folder;

    RunnerUnderTest agent;

    @BeforeEach
    void open() throws IOException {
        agent = new RunnerUnderTest(folder);
    }

    @AfterEach
    void close() {
        agent.close();
    }
}
