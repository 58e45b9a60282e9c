package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
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
    void aProcessIsFoundAgainThoughTheWallClockWasSet() {
        RunningProcess me = RunningProcess.of("launcher", ProcessHandle.current());
        assertThat(noted(me, me.startedAt().minusSeconds(10), me.start()).handle())
                .contains(ProcessHandle.current());
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherProcess() {
        RunningProcess me = RunningProcess.of("launcher", ProcessHandle.current());
        KernelStart earlier = new KernelStart(me.start().boot(), me.start().ticks() - 1);
        KernelStart inAnotherBoot = new KernelStart(
                "00000000-0000-0000-0000-000000000000", me.start().ticks());
        assertThat(noted(me, me.startedAt(), earlier).handle()).isEmpty();
        assertThat(noted(me, me.startedAt(), inAnotherBoot).handle()).isEmpty();
    }

    private static RunningProcess noted(RunningProcess process, Instant startedAt, KernelStart start) {
        return new RunningProcess(process.name(), process.pid(), startedAt, start);
    }

    @Test
    void aNoteOfBeforeIsUnderstood() {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        RunningProcess me = RunningProcess.of("launcher", ProcessHandle.current());
        PrivateFiles.write(state.running(), """
                {"url": "http://localhost:1", "kafka": "localhost:2", "startedAt": "2026-01-02T03:04:05Z", "processes": [],
                 "launcher": {"name": "launcher", "pid": %d, "startedAt": "%s"}}
                """.formatted(me.pid(), me.startedAt()));
        RunningSuite before = RunningSuite.read(state).orElseThrow();
        assertThat(before.isUp()).isTrue();
        assertThat(before.example())
                .as("it does not tell, so nothing may be tried with its machines")
                .isFalse();
    }

    @Test
    void aNoteOfWhichNothingIsLeftIsNamedWithWhatToDo() {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        for (String left : List.of("", "null", "{}")) {
            PrivateFiles.write(state.running(), left);
            assertThatThrownBy(() -> RunningSuite.read(state))
                    .as(left)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContainingAll(state.running().toString(), "is damaged", "remove it");
        }
    }

    @Test
    void whatIsNotedIsReadAgain() {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        RunningSuite suite = suiteOf(RunningProcess.of("launcher", ProcessHandle.current()));
        suite.write(state);
        assertThat(RunningSuite.read(state)).contains(suite);
    }

    @Test
    void theNoteStaysWhileALauncherHoldsTheLock() {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        suiteOf(RunningProcess.of("launcher", ProcessHandle.current())).write(state);
        SuiteLock held = SuiteLock.take(state).orElseThrow();
        assertThat(RunningSuite.forgetStopped(state)).isFalse();
        assertThat(state.running()).exists();
        held.close();
        assertThat(RunningSuite.forgetStopped(state)).isTrue();
        assertThat(state.running()).doesNotExist();
    }

    private static RunningSuite suiteOf(RunningProcess launcher) {
        return new RunningSuite(
                URI.create("http://localhost:1"),
                "localhost:2",
                launcher,
                Instant.parse("2026-01-02T03:04:05Z"),
                true,
                List.of());
    }

    @Test
    void droppingTheStateLeavesTheLockTheMarkAndWhatOthersPutThere() throws IOException {
        StateFolder state = new StateFolder(folder.resolve("s")).create();
        Files.writeString(state.lock(), "");
        PrivateFiles.write(state.agent("north1").resolve("deep/file"), "x");
        Files.createFile(state.root().resolve(".secrets.properties123.part"));
        Path notes = Files.writeString(state.root().resolve("notes"), "mine");
        state.drop();
        assertThat(state.root().toFile().list()).containsExactlyInAnyOrder("lock", "brigade-state", "notes");
        assertThat(notes).hasContent("mine");
    }

    @Test
    void aFolderOfSomebodyElseIsLeftAsItIs() throws IOException {
        Path theirs = Files.writeString(folder.resolve("secrets.properties"), "password = theirs");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> new StateFolder(folder).create())
                .isInstanceOf(CannotStart.class)
                .hasMessageContainingAll(folder.toString(), "it holds secrets.properties", "--state");

        assertThat(folder.toFile().list()).containsExactly("secrets.properties");
        assertThat(theirs).hasContent("password = theirs");
        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFileIsNoStateFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new StateFolder(file).create())
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("is no folder");
    }

    @Test
    void anEmptyFolderIsTakenAndKeepsItsMode() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        StateFolder state = new StateFolder(folder).create();
        PrivateFiles.write(state.agent("north1").resolve("file"), "x");
        assertThat(mode(folder)).isEqualTo("rwxr-x---");
        assertThat(mode(folder.resolve("agents"))).isEqualTo("rwx------");
    }

    @Test
    void whatASuiteMadeIsKnownAgainAlsoWithoutTheMarkThatIsNew() throws IOException {
        StateFolder state = new StateFolder(folder.resolve("s"));
        new Keys(state.keys()).create();
        Files.createDirectory(state.database());
        assertThat(state.create().root().resolve("brigade-state")).exists();
        state.drop();
        assertThat(state.create().root().toFile().list()).containsExactly("brigade-state");
    }

    @Test
    void aStartThatEndedBeforeItMadeAnythingIsNotInTheWay() throws IOException {
        Files.createFile(folder.resolve("lock"));
        assertThat(new StateFolder(folder).create().lock()).exists();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
