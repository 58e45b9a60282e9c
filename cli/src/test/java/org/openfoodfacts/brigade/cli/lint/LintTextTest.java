package org.openfoodfacts.brigade.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Severity;

class LintTextTest {
    private static final List<Finding> FINDINGS = List.of(
            finding("north1", Severity.ERROR), finding("north1", Severity.NOTE), finding("south1", Severity.WARNING));

    @Test
    void aTerminalGetsAColourForEachSeverityAndBoldMachines() {
        assertThat(printed(true))
                .contains("\u001b[1mnorth1\u001b[0m")
                .contains("\u001b[31;1merror\u001b[0m")
                .contains("\u001b[33mwarning\u001b[0m")
                .contains("\u001b[36mnote\u001b[0m");
    }

    @Test
    void whatIsNoTerminalGetsTheSameWithoutColour() {
        assertThat(printed(false)).isEqualTo(printed(true).replaceAll("\u001b\\[[0-9;]*m", ""));
        assertThat(printed(false).lines())
                .containsSubsequence(
                        "north1", "  a.conf:1  error  some-rule", "south1", "  a.conf:1  warning  some-rule");
    }

    private static String printed(boolean colour) {
        StringWriter out = new StringWriter();
        new LintText(colour).print(FINDINGS, new PrintWriter(out, true));
        return out.toString();
    }

    private static Finding finding(String machine, Severity severity) {
        return new Finding(
                "some-rule", severity, List.of(machine), new Finding.Place("a.conf", 1, 0), "it is so", "mend it");
    }
}
