package org.openfoodfacts.brigade.contracts.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ShellLineTest {
    @Property(tries = 30)
    void aShellReadsTheWordsAsTheyWere(
            @ForAll @Size(min = 1, max = 4) List<@StringLength(max = 12) @CharRange(from = ' ', to = '~') String> words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("printf", "%s\\n"));
        command.addAll(words);

        assertThat(printed(ShellLine.of(command))).isEqualTo(String.join("\n", words) + "\n");
    }

    @Test
    void ofSeveralCommandsThoseBehindOneThatFailsAreNotRun() throws IOException {
        List<List<String>> commands =
                List.of(List.of("echo", "a && b"), List.of("echo", "c"), List.of("false"), List.of("echo", "d"));

        assertThat(printed(ShellLine.each(commands))).isEqualTo("a && b\nc\n");
    }

    private static String printed(String line) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", line).start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
