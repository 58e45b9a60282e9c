package org.openfoodfacts.brigade.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Finding;
import org.openfoodfacts.brigade.confs.lint.Lint;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Rules;
import org.openfoodfacts.brigade.confs.lint.scripts.ShellCheckRule;
import org.openfoodfacts.brigade.confs.shell.ScriptCheck;
import org.openfoodfacts.brigade.confs.shell.ShellRemark;

/** The real ShellCheck, and programs that are none. */
class ShellCheckTest {
    private static final String WRONG = "#!/bin/bash\ncd /nowhere\nrm x\n";
    private final List<String> trouble = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void warningsComeBackByScriptAndStyleDoesNot() {
        String right = "#!/bin/bash\necho \"`date`\"\n";
        Map<String, List<ShellRemark>> remarks =
                installed().check(List.of(WRONG, right, WRONG)).join();
        assertThat(remarks).containsOnlyKeys(WRONG);
        assertThat(remarks.get(WRONG)).singleElement().satisfies(remark -> {
            assertThat(remark.code()).isEqualTo(2164);
            assertThat(remark.line()).isEqualTo(2);
        });
        assertThat(trouble).isEmpty();
    }

    @Test
    void theRuleFindsItsExampleThatFailsAndNotTheOneThatPasses() {
        RulePage page = Rules.find(ShellCheckRule.ID).orElseThrow().page();
        assertThat(lint(page.fails().example()))
                .extracting(finding -> finding.place().toString())
                .containsExactly(page.fails().at());
        assertThat(lint(page.passes())).isEmpty();
    }

    private List<Finding> lint(String example) {
        return Lint.run(Example.tree(example), LocalDate.of(2027, 1, 31), installed());
    }

    @Test
    void manyScriptsAreCheckedInSeveralCalls() {
        List<String> scripts = IntStream.range(0, 450)
                .mapToObj(i -> "#!/bin/sh\ncd /folder" + i + "\n")
                .toList();
        assertThat(installed().check(scripts).join()).hasSize(450);
    }

    @Test
    void aBrokenShellCheckIsToldOnceAndNothingIsFound() throws IOException {
        Path broken = Files.writeString(folder.resolve("shellcheck"), "#!/bin/sh\necho 'no such option'\nexit 3\n");
        assertThat(ShellCheck.find(folder.toString(), trouble::add))
                .as("not executable")
                .isEmpty();
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
        ScriptCheck check = ShellCheck.find("/nowhere:" + folder, trouble::add).orElseThrow();
        assertThat(check.check(List.of(WRONG)).join()).isEmpty();
        assertThat(trouble).singleElement().asString().endsWith("it ended with 3: no such option");
    }

    private ScriptCheck installed() {
        var found = ShellCheck.find(System.getenv("PATH"), trouble::add);
        Assumptions.assumeTrue(found.isPresent(), "shellcheck is not installed");
        return found.orElseThrow();
    }
}
