package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent has a heap of 24 MB, of which it needs about 6 for itself, and ends when that does not do. */
class PullMemoryTest {
    /** It did with 12 MB when this was written, and with 28 MB when the listings were captured. */
    private static final String HEAP = "-Xmx16m";

    @TempDir
    Path folder;

    @Test
    void fourPullsAtOnceOfFiftyDatasetsWithTheirSnapshotsFitIntoTheAgentsHeap() throws Exception {
        assertThat(pulls(HEAP, 50, 150, 4)).isEqualTo("Done\n".repeat(4));
    }

    private String pulls(String heap, int datasets, int snapshots, int commands)
            throws IOException, InterruptedException {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-Xms4m",
                "-Xmn2m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ManySnapshots.class.getName(),
                folder.toString(),
                String.valueOf(datasets),
                String.valueOf(snapshots),
                String.valueOf(commands));
        Process process = new ProcessBuilder(java).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
