package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.cli.BrigadeProcess.Ended;

/** What is of the suite on this machine, for somebody who has the address of another one in the environment. */
class HereTest {
    private static final Map<String, String> ELSEWHERE =
            Map.of("BRIGADE_URL", "http://127.0.0.1:1", "BRIGADE_TOKEN", "of-the-real-one");

    @TempDir
    private Path folder;

    @Test
    void statusTellsOfIt() throws Exception {
        try (PlayedSuite suite = new PlayedSuite(folder)) {
            suite.answers("GET inventory/nodes", 200, "{\"items\": [{\"name\": \"n1\", \"status\": \"ONLINE\"}]}");

            Ended status = type(suite, "status");

            assertThat(status.exitCode()).isZero();
            assertThat(status.out()).contains(suite.url().toString(), "online (1): n1");
            assertThat(suite.tokens()).isNotEmpty().doesNotContain("of-the-real-one");
        }
    }

    private static Ended type(PlayedSuite suite, String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--state", suite.state().root().toString()));
        try (BrigadeProcess process = BrigadeProcess.start(ELSEWHERE, arguments)) {
            return process.ended();
        }
    }
}
