package org.openfoodfacts.brigade.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.AgentsHeap;

/** The packaged agent has a heap of 24 MB. */
class FactMemoryTest {
    /** With 10 snapshots instead of 10,000 this program needs 14. */
    private static final String HEAP = "-Xmx20m";

    @TempDir
    Path folder;

    @Test
    void theLargestFactFitsIntoTheAgentsHeap() throws Exception {
        assertThat(AgentsHeap.run(HEAP, LargestFact.class, folder.toString(), "10000"))
                .isEqualTo("sent\n");
    }
}
