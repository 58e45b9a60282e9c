package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.AgentsHeap;

/** The packaged agent has a heap of 24 MB, of which it needs about 6 for itself, and ends when that does not do. */
class PolicyMemoryTest {
    /**
     * What is left. Looking at them did with 10 MB when this was written, with 40 and not with 24 when the listing was kept as lines; with 14 the long
     * class path of a test makes it collect garbage for half a minute.
     */
    private static final String HEAP = "-Xmx18m";

    @TempDir
    Path folder;

    @Test
    void aPolicyOfAHundredThousandSnapshotsFitsIntoTheAgentsHeap() throws Exception {
        assertThat(AgentsHeap.run(HEAP, ManyManaged.class, folder.toString(), "1000", "100", "kept"))
                .isEqualTo("APPLIED null\n");
    }

    @Test
    void andSoDoesToDestroyThem() throws Exception {
        assertThat(AgentsHeap.run(HEAP, ManyManaged.class, folder.toString(), "1000", "100", "expired"))
                .isEqualTo("APPLIED null\n");
    }

    @Test
    void ofOneDatasetAloneAQuarterOfThem() throws Exception {
        assertThat(AgentsHeap.run(HEAP, ManyManaged.class, folder.toString(), "1", "25000", "expired"))
                .isEqualTo("APPLIED null\n");
    }

    @Test
    void evenWhenAllOfThemAreHeldAndPastTheirTime() throws Exception {
        assertThat(AgentsHeap.run(HEAP, ManyManaged.class, folder.toString(), "1000", "100", "held"))
                .isEqualTo("APPLIED null\n");
    }
}
