package org.openfoodfacts.brigade.agent.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupPagesTest {
    private static final int SIZE = 4 << 20;

    @Test
    void thePagesOfAMappedFileLeaveTheMemoryAndComeBackWhenUsed() throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "mapped", ".bin").toAbsolutePath(); // no tmpfs
        try {
            Files.write(file, new byte[SIZE]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                sync(file);
                ByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, SIZE).load();
                assertThat(residentKib(file)).isEqualTo(SIZE >> 10);

                StartupPages.giveBack();

                assertThat(residentKib(file)).isZero();
                assertThat(mapped.get(SIZE - 1)).isEqualTo((byte) 0);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Only what is on the disk already can leave the memory. */
    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static long residentKib(Path file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        int mapping = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith(file.toString())) {
                mapping = i;
            }
        }
        assertThat(mapping).as("a mapping of " + file).isNotNegative();
        return lines.subList(mapping, lines.size()).stream()
                .filter(line -> line.startsWith("Rss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
