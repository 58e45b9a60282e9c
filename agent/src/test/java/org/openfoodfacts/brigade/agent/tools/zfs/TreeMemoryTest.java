package org.openfoodfacts.brigade.agent.tools.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.AgentsHeap;

/** The packaged agent has a heap of 24 MB, of which it needs about 6 for itself, and ends when that does not do. */
class TreeMemoryTest {
    private static final String HEAP = "-Xmx16m";

    @TempDir
    Path folder;

    @Test
    void aTreeWithVeryManySnapshotsFitsIntoTheAgentsHeap() throws Exception {
        assertThat(AgentsHeap.run(HEAP, ManyInATree.class, folder.toString(), "50000"))
                .isEqualTo("Done\n".repeat(2));
    }
}
