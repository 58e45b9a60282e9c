package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** The launcher as a process: what it starts, and that nothing of it stays, however it ends. */
class LauncherST {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void everythingRunsOnceAndNothingStaysHoweverItEnds() throws Exception {
        StateFolder state = new StateFolder(folder.resolve("state"));
        List<RunningProcess> first;
        String identity;
        try (LauncherProcess launcher = LauncherProcess.start(state)) {
            URI url = URI.create(launcher.await("UP"));
            first = RunningSuite.read(state).orElseThrow().processes();
            assertThat(first)
                    .extracting(RunningProcess::name)
                    .contains("postgres", "broker", "inventory", "zfs-sync", "proxy-config", "deployer", "security")
                    .contains("nodes", "agent");
            assertThat(first)
                    .allSatisfy(process -> assertThat(process.residentBytes()).isPositive());
            identity = identityOf(state, url, "north1");
            try (LauncherProcess second = LauncherProcess.start(state)) {
                assertThat(second.await("CANNOT")).contains("runs already").contains(url.toString());
            }
            launcher.kill();
            awaitGone(first);
        }
        List<RunningProcess> second;
        try (LauncherProcess launcher = LauncherProcess.start(state)) {
            URI url = URI.create(launcher.await("UP"));
            assertThat(identityOf(state, url, "north1")).isEqualTo(identity);
            second = new ArrayList<>(RunningSuite.read(state).orElseThrow().processes());
            assertThat(RunningSuite.read(state).orElseThrow().stop(state)).isEmpty();
            awaitGone(second);
        }
        assertThat(RunningSuite.read(state)).isEmpty();
    }

    @Test
    void aBusyPortThatWasAskedForIsNamed() throws Exception {
        StateFolder state = new StateFolder(folder.resolve("state"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LauncherProcess launcher = LauncherProcess.start(state, Integer.toString(taken.getLocalPort()))) {
            assertThat(launcher.await("CANNOT")).contains("port " + taken.getLocalPort() + " is busy");
        }
        assertThat(RunningSuite.read(state)).isEmpty();
    }

    private static String identityOf(StateFolder state, URI url, String node) {
        String token =
                new TokenIssuer(state.keys(), Clock.systemUTC()).token("test", Role.viewer, Duration.ofMinutes(5));
        try (ApiClient api = new ApiClient(url, () -> token)) {
            JsonNode identity = api.get("security/nodes/" + node + "/identity");
            return identity.path("keyId").asText();
        }
    }

    private static void awaitGone(List<RunningProcess> processes) {
        Awaitility.await("all processes gone")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(processes)
                        .filteredOn(process -> process.handle().isPresent())
                        .isEmpty());
    }
}
