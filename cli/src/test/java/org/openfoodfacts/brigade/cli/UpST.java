package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;
import org.openfoodfacts.brigade.suite.fleet.Git;
import org.openfoodfacts.brigade.suite.launch.Ports;
import org.openfoodfacts.brigade.suite.launch.PropertyFile;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;

/** {@code brigade up} and {@code down} as somebody at a terminal sees them. */
class UpST {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String READY = "stops everything.";
    private static final String FLEET = """
            fleet: ours
            sites:
              - name: here
            nodes:
              - name: lonely
                kind: host
                site: here
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void upTellsWhatItDoesAndWhereAllIsAndDownLeavesNothing() throws Exception {
        Terminal terminal = new Terminal(new StateFolder(folder.resolve("state")));
        try (ServerSocket taken = takeUsualPort();
                BrigadeProcess up = terminal.start("up")) {
            String said = up.await(READY);
            assertThat(taken.isClosed()).isFalse();
            assertThat(said)
                    .containsPattern("port 8080 is busy; the gateway takes (\\d+) instead")
                    .containsPattern("\\d+\\.\\d s  PostgreSQL answers")
                    .containsPattern("\\d+\\.\\d s  Kafka answers")
                    .containsPattern("\\d+\\.\\d s  security is healthy")
                    .containsPattern("all services are healthy after \\d+\\.\\d s")
                    .contains("simulated nodes run their agents", "own agent runs as node", "observing only");
            RunningSuite suite = RunningSuite.read(terminal.state()).orElseThrow();
            assertThat(said)
                    .contains("the gateway takes " + suite.url().getPort() + " instead")
                    .contains("Console   " + suite.url() + "/#token=")
                    .contains("Kafka     " + suite.kafka())
                    .contains(terminal.state().kafkaClient("admin").toString());
            assertThat(terminal.state().kafkaClient("admin")).isRegularFile();
            Ended second = terminal.type("up");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("a suite runs already at " + suite.url(), "'./brigade down' stops it");
            assertThat(terminal.read("down")).contains("stopped");
            assertThat(up.ended().out()).contains("stopping", "stopped");
            assertNothingRuns(terminal.state(), suite);
            assertThat(terminal.type("status").exitCode()).isEqualTo(1);
            assertThat(terminal.read("down")).contains("no suite runs");
        }
    }

    @Test
    void upTakesSomebodysOwnRepositoryAndSaysWhatIsWrongWithIt() throws Exception {
        Terminal terminal = new Terminal(new StateFolder(folder.resolve("state")));
        Path fleet = Files.createDirectory(folder.resolve("fleet"));
        Files.createDirectories(terminal.state().root());
        Path old = Files.writeString(terminal.state().root().resolve("old"), "of an earlier suite");
        String[] up = {"up", "--fresh", "--fleet", fleet.toString()};
        assertThat(terminal.type(up).err()).contains(fleet + " has no fleet.yaml");
        Files.writeString(fleet.resolve("fleet.yaml"), FLEET);
        Ended noGit = terminal.type(up);
        assertThat(noGit.err()).contains("needs a git repository").doesNotContain("Exception");
        assertThat(noGit.exitCode()).isEqualTo(1);
        assertThat(old).as("state that a mistyped command must not drop").exists();
        Git git = new Git(fleet);
        git.init();
        git.commitAll("Ours");
        assertOnlyTheirNode(terminal, up);
        assertThat(old).doesNotExist();
        Files.writeString(fleet.resolve("fleet.yaml"), FLEET.replace("kind: host", "kind: toaster"));
        git.commitAll("A mistake");
        assertSaysThatNoAgentRuns(terminal, fleet);
    }

    private static void assertOnlyTheirNode(Terminal terminal, String... up) {
        RunningSuite suite;
        try (BrigadeProcess process = terminal.start(up)) {
            assertThat(process.await(READY)).contains("dropped the old state").contains("1 simulated nodes");
            suite = RunningSuite.read(terminal.state()).orElseThrow();
            Awaitility.await("lonely is online")
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(terminal.read("nodes"))
                            .containsPattern("lonely +online")
                            .doesNotContain("north1"));
            process.interrupt();
            assertThat(process.ended().out()).contains("stopped");
        }
        assertNothingRuns(terminal.state(), suite);
    }

    /** Meanwhile somebody else has taken the port that inventory had. */
    private static void assertSaysThatNoAgentRuns(Terminal terminal, Path fleet) throws IOException {
        int port = Integer.parseInt(PropertyFile.read(terminal.state().ports()).get("inventory"));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                BrigadeProcess process = terminal.start("up", "--fleet", fleet.toString())) {
            assertThat(process.await(READY))
                    .containsPattern(
                            "port " + taken.getLocalPort() + " of inventory is busy now; it takes \\d+ instead")
                    .containsPattern("NO AGENT RUNS: no fleet is declared at commit [0-9a-f]{40} of " + fleet)
                    .containsPattern("fleet.yaml:6: .*toaster")
                    .contains("mend it, commit it");
            assertThat(RunningSuite.read(terminal.state()).orElseThrow().processes())
                    .extracting(RunningProcess::name)
                    .contains("inventory")
                    .doesNotContain("nodes", "agent");
        }
    }

    private static ServerSocket takeUsualPort() throws IOException {
        ServerSocket socket = new ServerSocket();
        if (Ports.isFree(8080)) {
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
            } catch (BindException e) {
                assertThat(Ports.isFree(8080))
                        .as("somebody else took it just now")
                        .isFalse();
            }
        }
        return socket;
    }

    private static void assertNothingRuns(StateFolder state, RunningSuite suite) {
        assertThat(state.running()).doesNotExist();
        assertThat(suite.processes()).hasSizeGreaterThan(6);
        Awaitility.await("all processes gone")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(suite.processes())
                        .filteredOn(process -> process.handle().isPresent())
                        .isEmpty());
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .filter(line -> line.contains(state.root().toString()))
                                .isPresent())
                        .toList())
                .isEmpty();
    }
}
