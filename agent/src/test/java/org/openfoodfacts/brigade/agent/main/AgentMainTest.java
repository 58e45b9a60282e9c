package org.openfoodfacts.brigade.agent.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.Json;

/** The agent's commands on real files, but for {@code enroll} and {@code run}. */
class AgentMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path config;
    private Path policy;

    @BeforeEach
    void write() throws IOException {
        policy = Files.writeString(
                folder.resolve("policy"),
                "# What may be done here\nallow = take-snapshot, enforce-bans\ndataset = tank/**\n");
        config = folder.resolve("agent.properties");
        configure("interval = PT1M");
    }

    @Test
    void onceTellsWhatThisMachineIsWithoutKafkaAndWithoutEnrolment() throws IOException {
        int exitCode = execute("once", "--config", config.toString());
        assertThat(err.toString().lines())
                .as("what could not be seen here, for example a systemd that does not run")
                .allMatch(line -> line.matches("brigade-agent: the probe [a-z]+ could not see: .+"));
        assertThat(exitCode).isEqualTo(err.toString().isEmpty() ? 0 : 1);
        JsonNode facts = Json.mapper().readTree(out.toString());
        assertThat(facts.fieldNames())
                .toIterable()
                .contains("south/system", "south/network", "south/capabilities", "south/storage")
                .allMatch(key -> key.startsWith("south/"));
        String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        assertThat(facts.path("south/system").path("kernel").asText()).isEqualTo(kernel);
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aConfigurationThatHoldsIsSummedUp() throws IOException {
        assertThat(execute("check-config", "--config", config.toString())).isZero();
        assertThat(out.toString())
                .isEqualTo("node south allows enforce-bans, take-snapshot, state in " + folder.resolve("state") + "\n");
        configure("observe-only = true");
        assertThat(execute("check-config", "--config", config.toString())).isZero();
        assertThat(out.toString()).contains("node south only observes");
    }

    @ParameterizedTest
    @CsvSource({
        "interval = hourly, ':4: ''interval'' is ''hourly''; it must be an ISO 8601 duration'",
        "intervall = PT1M, ':4: ''intervall'' is not known; known are '",
        "node = south, ':4: ''node'' stands in line 1 already'",
        "observe-only = yes, ':4: ''observe-only'' is ''yes''; it must be true or false'",
        "hello, ':4: ''hello'' is not of the form key = value'"
    })
    void aMistakeInTheConfigurationIsNamedWithFileAndLine(String line, String says) throws IOException {
        configure(line);
        for (String command : new String[] {"check-config", "once", "run"}) {
            assertThat(execute(command, "--config", config.toString())).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("brigade-agent: " + config + says)
                    .hasLineCount(1);
            err.getBuffer().setLength(0);
        }
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "allow = format-disk, ':1: ''allow'' names ''format-disk'', which is no command and no order'",
        "psk-file = psk.txt, ':1: ''psk-file'' names ''psk.txt''; it must be an absolute path'",
        "alow = take-snapshot, ':1: ''alow'' is not known'"
    })
    void aMistakeInThePolicyIsNamedWithFileAndLine(String line, String says) throws IOException {
        Files.writeString(policy, line + "\n");
        assertThat(execute("check-config", "--config", config.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("brigade-agent: " + policy + says).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsNotThereOrNotUnderstoodIsSaid() {
        Path nowhere = folder.resolve("nowhere.properties");
        assertThat(execute("check-config", "--config", nowhere.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("brigade-agent: " + nowhere + " does not exist\n");
        assertThat(execute("check-configuration")).isEqualTo(2);
        assertThat(execute("once", "--config")).isEqualTo(2);
        assertThat(err.toString()).contains("'check-configuration'", "'--config'");
    }

    @Test
    void asAProcessItEndsWithTheSameWordsAndExitCode() throws Exception {
        configure("interval = hourly");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AgentMain.class.getName(),
                        "check-config",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).contains("brigade-agent: " + config + ":4: 'interval'");
    }

    private void configure(String line) throws IOException {
        Files.writeString(
                config,
                "node = south\nstate = " + folder.resolve("state") + "\npolicy = " + policy + "\n" + line + "\n");
    }

    private int execute(String... words) {
        return AgentMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
