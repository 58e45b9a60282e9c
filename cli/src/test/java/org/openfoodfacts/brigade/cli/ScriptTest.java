package org.openfoodfacts.brigade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.launch.Installation;

/** The script {@code ./brigade} with a Maven of the test's own: what it counts, and when it builds. */
class ScriptTest {
    private static final String MAVEN = """
            #!/bin/sh
            mkdir -p cli/target/surefire-reports
            cat >cli/target/surefire-reports/TEST-x.xml <<'X'
            <testsuite name="x" time="1" tests="1" errors="0" skipped="0" failures="0">
              <testcase name="works" classname="a.ToolST" time="0"/>
              <testcase name="worksToo" classname="a.ToolST" time="0"/>
              CASE
            </testsuite>
            X
            exit EXIT
            """;
    private static final String SKIPPED = """
            <testcase name="theToolAnswers" classname="a.ToolST" time="0">
                <skipped message="no zpool here"/>
              </testcase>""";

    private static final String FAILED = """
            <testcase name="theToolAnswers" classname="a.ToolST" time="0">
                <failure message="it says 7">at a.ToolST</failure>
              </testcase>""";

    @TempDir
    private Path root;

    private int exitCode;

    @BeforeEach
    void copyTheScript() throws IOException {
        for (String file : new String[] {"brigade", ".mvn/find-jdk", "suite/lab/env"}) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(
                    Installation.find().root().resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    @Test
    void allTestsAreCountedAndTimed() throws Exception {
        maven("", 0);
        assertThat(test(Map.of("CI", "true")))
                .containsPattern("(?m)^2 passed, 0 failed, 0 skipped, in \\d+ min \\d+ s$")
                .doesNotContain("BRIGADE_ALLOW_SKIPS");
        assertThat(exitCode).isZero();
    }

    @Test
    void inCiASkippedTestIsNamedAndAFailure() throws Exception {
        maven(SKIPPED, 0);
        assertThat(test(Map.of("CI", "true")))
                .contains(
                        "skipped: a.ToolST theToolAnswers\n  because: no zpool here\n2 passed, 0 failed, 1 skipped, in ")
                .contains("in CI no test may be skipped");
        assertThat(exitCode).isEqualTo(1);
        assertThat(test(Map.of("CI", "true", "BRIGADE_ALLOW_SKIPS", "1"))).contains("skipped: a.ToolST theToolAnswers");
        assertThat(exitCode).isZero();
    }

    @Test
    void elsewhereASkippedTestIsNamedAndNoFailure() throws Exception {
        maven(SKIPPED, 0);
        assertThat(test(Map.of())).contains("skipped: a.ToolST theToolAnswers").doesNotContain("in CI no test");
        assertThat(exitCode).isZero();
    }

    @Test
    void whatMavenSaysOfFailuresIsKept() throws Exception {
        maven(FAILED, 3);
        assertThat(test(Map.of("CI", "true")))
                .contains("failed: a.ToolST theToolAnswers\n  because: it says 7\n2 passed, 1 failed, 0 skipped, in ");
        assertThat(exitCode).isEqualTo(3);
    }

    /** Who looks for the first of them must not end the one who still writes the others: that looked as if nothing had changed. */
    @Test
    void ofTwoChangedModulesTheCommandLineIsBuilt() throws Exception {
        maven("", 0);
        Files.writeString(root.resolve("pom.xml"), "<module>contracts</module>\n<module>cli</module>\n");
        for (String module : new String[] {"contracts", "cli"}) {
            Files.createDirectories(root.resolve(module));
            Files.writeString(root.resolve(module + "/pom.xml"), "");
        }
        Files.createDirectories(root.resolve("cli/target/lib"));
        Files.createDirectories(root.resolve("target"));
        Files.setLastModifiedTime(Files.createFile(root.resolve("target/built-cli")), FileTime.fromMillis(0));

        assertThat(run(Map.of(), "lint")).contains("brigade: building what changed");
    }

    private void maven(String testCase, int exit) throws IOException {
        Path file = Files.writeString(
                root.resolve("mvnw"), MAVEN.replace("CASE", testCase).replace("EXIT", Integer.toString(exit)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String test(Map<String, String> environment) throws IOException, InterruptedException {
        return run(environment, "test");
    }

    private String run(Map<String, String> environment, String command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(root.resolve("brigade").toString(), command).redirectErrorStream(true);
        builder.environment().remove("CI");
        builder.environment().remove("BRIGADE_ALLOW_SKIPS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = process.waitFor();
        return said;
    }
}
