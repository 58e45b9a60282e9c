package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;
import org.openfoodfacts.brigade.suite.fleet.Git;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.openfoodfacts.brigade.suite.launch.PropertyFile;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** {@code brigade up}, {@code down} and a {@code demo} without a suite, as somebody at a terminal sees them. Beside the tests on a suite that runs. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("suites that come and go")
class UpST {
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final String READY = "stops everything.";
    private static final String FIRST_STORY = "\n1 ";
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
    void everythingRunsOnceAndNothingStaysHoweverItEnds() throws Exception {
        Terminal terminal = new Terminal(new StateFolder(folder.resolve("state")));
        RunningSuite killed;
        String identity;
        try (UsualPort _ = UsualPort.take();
                BrigadeProcess up = terminal.start("up")) {
            String said = up.await(READY);
            killed = RunningSuite.read(terminal.state()).orElseThrow();
            assertTellsWhatItDoesAndWhereAllIs(said, terminal.state(), killed);
            Ended second = terminal.type("up");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("a suite runs already at " + killed.url(), "'./brigade down' stops it");
            identity = identity(terminal);
            up.kill();
        }
        assertNothingRuns(terminal.state(), killed);
        assertThat(terminal.type("status").exitCode()).isEqualTo(1);
        assertDemoStartsOneAgainAndLeavesNothing(terminal, identity);
        terminal.state().drop();
        assertThat(terminal.state().root().toFile().list())
                .as("all that a suite makes is dropped")
                .containsExactlyInAnyOrder("lock", "brigade-state");
    }

    private static void assertTellsWhatItDoesAndWhereAllIs(String said, StateFolder state, RunningSuite suite) {
        assertThat(said)
                .containsPattern("port 8080 is busy; the gateway takes (\\d+) instead")
                .containsPattern("\\d+\\.\\d s  PostgreSQL answers")
                .containsPattern("\\d+\\.\\d s  Kafka answers")
                .containsPattern("\\d+\\.\\d s  security is healthy")
                .containsPattern("all services are healthy after \\d+\\.\\d s")
                .contains("simulated nodes run their agents", "own agent runs as node", "observing only")
                .contains("the gateway takes " + suite.url().getPort() + " instead")
                .contains("Console   " + suite.url() + "/\n")
                .as("what goes to a file is kept")
                .doesNotContain("#token=")
                .contains("Kafka     " + suite.kafka())
                .contains(state.kafkaClient("admin").toString());
        assertThat(state.kafkaClient("admin")).isRegularFile();
        assertThat(suite.processes())
                .extracting(RunningProcess::name)
                .contains("postgres", "broker", "inventory", "zfs-sync", "proxy-config", "deployer", "security")
                .contains("nodes", "agent");
        assertThat(suite.processes())
                .allSatisfy(process -> assertThat(process.residentBytes()).isPositive());
    }

    private static void assertDemoStartsOneAgainAndLeavesNothing(Terminal terminal, String identity) {
        RunningSuite suite;
        try (BrigadeProcess demo = terminal.start("demo")) {
            demo.await(FIRST_STORY);
            suite = RunningSuite.read(terminal.state()).orElseThrow();
            assertThat(identity(terminal)).as("the state survives").isEqualTo(identity);
            Ended ended = demo.ended();
            assertThat(ended.exitCode()).as(ended.toString()).isZero();
            assertThat(ended.out()).contains("all 9 stories came out right").contains("stopped");
        }
        assertNothingRuns(terminal.state(), suite);
        assertThat(terminal.state().running()).doesNotExist();
        assertThat(terminal.type("status").out()).contains("no suite runs");
    }

    private static String identity(Terminal terminal) {
        String token = terminal.read("token").strip();
        URI url = RunningSuite.read(terminal.state()).orElseThrow().url();
        try (ApiClient api = new ApiClient(url, () -> token)) {
            return api.get("security/nodes/north1/identity").path("keyId").asText();
        }
    }

    @Test
    void aBusyPortThatWasAskedForIsNamed() throws Exception {
        Terminal terminal = new Terminal(new StateFolder(folder.resolve("state")));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = terminal.type("up", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(ended.err()).contains("port " + taken.getLocalPort() + " is busy");
            assertThat(ended.exitCode()).isEqualTo(1);
        }
        assertThat(RunningSuite.read(terminal.state())).isEmpty();
    }

    @Test
    void upTakesSomebodysOwnRepositoryAndSaysWhatIsWrongWithIt() throws Exception {
        Terminal terminal = new Terminal(new StateFolder(folder.resolve("state")));
        Path fleet = Files.createDirectory(folder.resolve("fleet"));
        Path old = terminal.state().create().agent("old");
        PrivateFiles.createFolder(old);
        String[] up = {"up", "--fresh", "--fleet", fleet.toString()};
        assertThat(terminal.type(up).err()).contains(fleet + " has no fleet.yaml");
        Files.writeString(fleet.resolve("fleet.yaml"), FLEET);
        Ended noGit = terminal.type(up);
        assertThat(noGit.err()).contains("needs a git repository").doesNotContain("Exception");
        assertThat(noGit.exitCode()).isEqualTo(1);
        String inState = terminal.state().fleet().toString();
        assertThat(terminal.type("up", "--fresh", "--fleet", inState).err())
                .contains(inState + " lies in the folder of the suite's own state");
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
            assertThat(terminal.read("down")).contains("stopped");
            assertThat(process.ended().out()).contains("stopping", "stopped");
        }
        assertNothingRuns(terminal.state(), suite);
        assertThat(terminal.state().running()).doesNotExist();
        assertThat(terminal.read("down")).contains("no suite runs");
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
            process.interrupt();
            assertThat(process.ended().out()).contains("stopped");
        }
    }

    private static void assertNothingRuns(StateFolder state, RunningSuite suite) {
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
