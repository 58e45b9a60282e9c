package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line understands without a suite, and what it says when it does not. */
class BrigadeTest {
    static final List<String> COMMANDS = all(Brigade.commandLine()).toList();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path state;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    ""                                                              | say what to do
                    upp                                                             | Unmatched argument at index 0: 'upp'
                    ban 192.0.2.7                                                   | Missing required option: '--reason=TEXT'
                    ban --reason x                                                  | Missing required parameter: 'ADDRESS|CIDR'
                    ban 192.0.2.7 --reason x --for 2h                               | '2h' is not a duration
                    ban 192.0.2.7 --reason x --for -PT1H                            | longer than nothing
                    ban 192.0.2.7 --reason x --until tomorrow                       | 'tomorrow' is not a time
                    ban 192.0.2.7 --reason x --permanent --for PT1H                 | mutually exclusive
                    ban 192.0.2.7 --reason x --until 2027-01-31T18:00:00Z --permanent | mutually exclusive
                    zfs snapshot north1 tank/x                                      | Missing required option: '--reason=TEXT'
                    zfs snapshot north1 --reason x                                  | Missing required parameter: 'DATASET'
                    zfs snapshot --reason x                                         | Missing required parameter: 'NODE'
                    zfs snapshot north1 tank/x --reason x --for week                | 'week' is not a duration
                    zfs snapshot north1 tank/x --reason x --for P99999999999999D    | beyond all calendars
                    zfs snapshot --list --delete 0192f3a4-104d-7c31-9e58-6b1f0d2a4f1b | --list and --delete are mutually exclusive
                    zfs snapshot north1 --list --recursive                          | are for taking one
                    zfs snapshot north1 --delete 0192f3a4-104d-7c31-9e58-6b1f0d2a4f1b | --delete takes the ID alone
                    zfs dependents north1                                           | Missing required parameter: 'DATASET'
                    zfs dependents north1 tank/x --change move                      | expected one of [destroy, rename]
                    deploy product-opener off                                       | Missing required parameter: 'VERSION'
                    events --limit many                                             | 'many' is not an int
                    psk --rotate                                                    | --rotate needs the TUNNEL
                    token --role root                                               | expected one of [viewer, operator, admin]
                    token --for PT0S                                                | longer than nothing
                    node                                                            | Missing required subcommand
                    node add                                                        | Missing required parameter: 'NAME'
                    node revoke north1                                              | Missing required parameter: 'REASON'
                    zfs simulate sanoid.conf                                        | Missing required option: '--node=NODE'
                    zfs simulate --node north1 no/such/file                         | FILE 'no/such/file' cannot be read
                    bench                                                           | Missing required subcommand
                    up --port 0                                                     | a port is 1 to 65535
                    up --port 65536                                                 | a port is 1 to 65535
                    up --fleet                                                      | Missing required parameter for option '--fleet'
                    """)
    void whatIsNotUnderstoodIsNamedWithExitCode2(String typed, String says) {
        String[] words = typed.isEmpty() ? new String[0] : typed.split(" +");
        assertThat(execute(words)).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(says).doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodes",
                "node show north1",
                "node add north1",
                "node revoke north1 gone",
                "events",
                "events --follow",
                "ban 192.0.2.7 --reason x",
                "bans",
                "unban 1",
                "zfs snapshot north1 tank/x --reason x",
                "zfs snapshot --list",
                "zfs dependents north1 tank/x",
                "deploy product-opener off v1",
                "psk",
                "token",
                "bench roundtrip"
            })
    void withoutASuiteEveryCommandSaysHowToStartOne(String typed) {
        List<String> words = new ArrayList<>(List.of(typed.split(" ")));
        words.addAll(List.of("--state", state.toString()));
        assertThat(execute(words.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).startsWith("brigade: no suite ").contains("'./brigade up'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutASuiteStatusSaysSoAndDownHasNothingToDo() {
        assertThat(execute("status", "--state", state.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("no suite runs here");
        assertThat(execute("status", "--json", "--state", state.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("\"running\" : false");
        assertThat(execute("down", "--state", state.toString())).isZero();
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void everyCommandExplainsItselfAndEachOfItsOptions(String command) {
        String[] words = (command + " --help").strip().split(" ");
        assertThat(execute(words)).isZero();
        assertThat(out.toString()).contains("Usage: brigade " + command);
        CommandLine line = Brigade.commandLine();
        for (String word : command.isEmpty() ? new String[0] : command.split(" ")) {
            line = line.getSubcommands().get(word);
        }
        assertThat(line.getCommandSpec().options())
                .extracting(OptionSpec::longestName, option -> String.join("", option.description()))
                .allSatisfy(option -> assertThat((String) option.toList().getLast())
                        .as(option.toString())
                        .isNotBlank());
    }

    @Test
    void onlyTheCommandThatIsAskedForIsLoadedAndAllForWhatIsNone() {
        assertThat(Brigade.commandLine("lint", ".").getSubcommands()).containsOnlyKeys("lint");
        assertThat(Brigade.commandLine("--help").getSubcommands())
                .hasSizeGreaterThan(10)
                .containsOnlyKeys(
                        Brigade.commandLine("lnit").getSubcommands().keySet().toArray(String[]::new));
    }

    private static Stream<String> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line.getCommandSpec().qualifiedName().replaceFirst("^brigade ?", "")),
                line.getSubcommands().values().stream().flatMap(BrigadeTest::all));
    }

    private int execute(String... words) {
        return Brigade.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
