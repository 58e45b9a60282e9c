package org.openfoodfacts.brigade.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.fleet.Git;
import picocli.CommandLine;

/** {@code brigade lint} as typed: what it prints and how it ends. */
class LintCommandTest {
    private static final String FILE = "confs/host 1/pve/lxc_101.conf";

    @TempDir
    private Path folder;

    private String out;
    private String err;

    @BeforeEach
    void oneMistake() throws IOException {
        write("memory: 512\nonboot = 1\n");
    }

    @Test
    void whatIsWrongIsToldWithWhatMendsIt() {
        assertThat(lint("--fail-on", "warning")).isEqualTo(1);
        assertThat(out)
                .startsWith("host 1\n  " + FILE + ":2  warning  syntax\n      the line is no 'key: value'.\n      → ")
                .endsWith("1 warning; 'brigade lint --explain RULE' tells about a rule\n");
        assertThat(lint()).as("a warning is below error").isZero();
    }

    @Test
    void theSameInJsonSarifAndForGithub() {
        JsonNode finding = json("--format", "json").get(0);
        assertThat(finding.path("file").asText()
                        + finding.path("line")
                        + finding.path("rule").asText())
                .isEqualTo(FILE + "2syntax");
        JsonNode run = json("--format", "sarif").at("/runs/0");
        assertThat(run.at("/results/0/ruleId").asText()).isEqualTo("syntax");
        assertThat(run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("confs/host%201/pve/lxc_101.conf");
        assertThat(run.at("/results/0/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(2);
        assertThat(run.at("/tool/driver/rules").findValuesAsText("id")).contains("syntax");
        lint("--format", "github");
        assertThat(out).startsWith("::warning file=" + FILE + ",line=2,title=syntax::the line is no 'key: value'. ");
    }

    @Test
    void aRuleIsSingledOutOrLeftOut() {
        assertThat(lint("--fail-on", "note", "--exclude", "syntax")).isZero();
        assertThat(out).isEqualTo("nothing found\n");
        assertThat(lint("--fail-on", "note", "--rule", "syntax")).isEqualTo(1);
        assertThat(lint("--rule", "link-broken", "--fail-on", "note")).isZero();
    }

    @Test
    void whatABaselineKnowsIsNotToldAgainWhereverItMoved() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        assertThat(lint("--write-baseline", baseline.toString())).isZero();
        write("memory: 512\ncores: 2\nonboot = 1\nprotection = 1\n");

        assertThat(lint("--fail-on", "note", "--baseline", baseline.toString())).isEqualTo(1);
        assertThat(out).contains("lxc_101.conf:4").doesNotContain("lxc_101.conf:3");
    }

    @Test
    void sinceACommitOnlyWhatTheWorkingTreeAdds() throws IOException {
        Git git = new Git(folder);
        git.init();
        git.commitAll("One mistake");
        assertThat(lint("--since", "HEAD", "--fail-on", "note")).isZero();
        write("\nmemory: 512\nonboot = 1\nprotection = 1\n");

        assertThat(lint("--since", "HEAD", "--fail-on", "note")).isEqualTo(1);
        assertThat(out).contains("lxc_101.conf:4", "1 warning;");
        assertThat(lint("--since", "no-such")).isEqualTo(2);
        assertThat(err).contains("there is no commit 'no-such'");
        assertThat(lint("--since", "a..b^{")).isEqualTo(2);
    }

    @Test
    void whatCannotRunSaysWhyWithExitCode2() throws IOException {
        assertThat(typed(folder.resolve("confs").toString())).isEqualTo(2);
        assertThat(err).contains("has no folder 'confs'");
        assertThat(lint("--since", "HEAD")).isEqualTo(2);
        assertThat(err).contains("is in no git repository");
        assertThat(lint("--rule", "syntx")).isEqualTo(2);
        assertThat(err).contains("there is no rule 'syntx'; did you mean 'syntax'?");
        assertThat(lint("--fail-on", "never")).isEqualTo(2);
        assertThat(err).contains("--fail-on is error, warning or note, not 'never'");
        Path broken = Files.writeString(folder.resolve("broken.json"), "[");
        assertThat(lint("--baseline", broken.toString())).isEqualTo(2);
        assertThat(err).contains("broken.json is no baseline");
        Files.writeString(broken, "null");
        assertThat(lint("--baseline", broken.toString())).isEqualTo(2);
        assertThat(err).contains("broken.json is no baseline");
    }

    @Test
    void aRuleIsExplainedAndAllAreListed() {
        assertThat(typed("--explain", "link-broken")).isZero();
        assertThat(out).startsWith("# link-broken\n").contains("## Fails", "## Passes");
        assertThat(typed("--explain", "link")).isEqualTo(2);
        assertThat(typed("--explain", "syntx")).isEqualTo(2);
        assertThat(err).contains("did you mean 'syntax'?");
        assertThat(typed("--list-rules")).isZero();
        assertThat(out).contains("link-broken", "allowance-expired");
    }

    @Test
    void aHostileFileCannotCommandTheTerminalThatShowsItsFindings() throws IOException {
        Path pulls = folder.resolve("confs/host 1/sanoid/syncoid-args.conf");
        Files.createDirectories(pulls.getParent());
        Files.writeString(pulls, "a b \u001b[2J\u202ec\n");
        for (String format : new String[] {"text", "github"}) {
            assertThat(lint("--format", format)).isEqualTo(1);
            assertThat(out)
                    .contains("\\u001b[2J\\u202ec")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u202e");
        }
    }

    @Test
    void aBinaryFileIsOneFinding() throws IOException {
        write("memory: 512\nonboot = 1\0\nx\n");
        assertThat(lint("--rule", "syntax")).isEqualTo(1);
        assertThat(out).contains("no text", "1 error;").doesNotContain("key: value");
    }

    private void write(String text) throws IOException {
        Path file = folder.resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private JsonNode json(String... options) {
        assertThat(lint(options)).isZero();
        try {
            return Json.mapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError(out, e);
        }
    }

    private int lint(String... options) {
        String[] words = new String[options.length + 1];
        System.arraycopy(options, 0, words, 1, options.length);
        words[0] = folder.toString();
        return typed(words);
    }

    private int typed(String... words) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = new CommandLine(new LintCommand())
                .setOut(new PrintWriter(printed, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(said, true, StandardCharsets.UTF_8))
                .execute(words);
        out = printed.toString(StandardCharsets.UTF_8);
        err = said.toString(StandardCharsets.UTF_8);
        return code;
    }
}
