package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a suite keeps between two starts. */
class StateTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    @Test
    void aSecretStaysTheSameAndOnlyItsOwnerReadsIt() throws IOException {
        Path file = folder.resolve("state/secrets.properties");
        String made = new Secrets(file).of("kafka.admin");
        assertThat(made).hasSize(48);
        assertThat(new Secrets(file).of("kafka.admin")).isEqualTo(made);
        assertThat(new Secrets(file).of("other")).isNotEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aPortIsUsedAgainUnlessSomebodyElseHasItNowWhichIsSaid() throws IOException {
        Path file = folder.resolve("ports.properties");
        int first = new Ports(file, progress).of("kafka");
        assertThat(new Ports(file, progress).of("kafka")).isEqualTo(first);
        assertThat(new Ports(file, progress).of("postgres")).isNotEqualTo(first);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
            int other = new Ports(file, progress).of("kafka");
            assertThat(other).isNotEqualTo(taken.getLocalPort());
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .contains("port " + first + " of kafka is busy now; it takes " + other + " instead");
        }
    }

    @Test
    void propertiesAreReadAsTheyWereWritten() {
        Path file = folder.resolve("some.properties");
        Map<String, String> values = Map.of("a.b", "with = sign", "path", "C:\\back", "jaas", "x required u=\"v\";");
        PropertyFile.write(file, values);
        assertThat(PropertyFile.read(file)).isEqualTo(values);
    }

    @Test
    void onlyOneHoldsTheLock() {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        try (SuiteLock held = SuiteLock.take(state).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(SuiteLock.take(state)).isEmpty();
        }
        assertThat(SuiteLock.take(state)).isPresent();
    }

    @Test
    void droppingTheStateLeavesNothingButTheLock() throws IOException {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        Files.writeString(state.lock(), "");
        PrivateFiles.write(state.agent("north1").resolve("deep/file"), "x");
        state.drop();
        assertThat(state.root().toFile().list()).containsExactly("lock");
    }
}
