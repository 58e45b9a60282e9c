package org.openfoodfacts.brigade.suite.simulation;

import org.junit.jupiter.api.Assumptions;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

/** A real tool a test needs on this computer; without it the test is skipped and says which. */
enum Tool {
    GIT("git");

    private final String command;

    Tool(String command) {
        this.command = command;
    }

    void assumeInstalled() {
        Assumptions.assumeFalse(
                new ProcessExec().run(Invocation.of(command, "--version")) instanceof ExecResult.Missing,
                () -> command + " is not installed");
    }
}
