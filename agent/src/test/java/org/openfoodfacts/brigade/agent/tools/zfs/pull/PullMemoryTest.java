package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.AgentsHeap;

/** The packaged agent has a heap of 24 MB, of which it needs about 6 for itself, and ends when that does not do. */
class PullMemoryTest {
    /** It did with 12 MB when this was written, and with 28 MB when the listings were captured. */
    private static final String HEAP = "-Xmx16m";

    @TempDir
    Path folder;

    @Test
    void fourPullsAtOnceOfFiftyDatasetsWithTheirSnapshotsFitIntoTheAgentsHeap() throws Exception {
        assertThat(AgentsHeap.run(HEAP, ManySnapshots.class, folder.toString(), "50", "150", "4"))
                .isEqualTo("Done\n".repeat(4));
    }
}
