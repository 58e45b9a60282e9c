package org.openfoodfacts.brigade.suite.simulation.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;

class SimulatedGitTest implements GitContract {
    @TempDir
    Path temporary;

    private SimulatedToolMachine machine;

    @BeforeEach
    @Override
    public void aRepositoryWithOneRelease() {
        Assumptions.assumeFalse(
                new ProcessExec().run(Invocation.of("git", "--version")) instanceof ExecResult.Missing,
                "git is not installed");
        machine = SimulatedToolMachine.in(temporary);
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        GitContract.super.aRepositoryWithOneRelease();
    }

    @Override
    public ToolMachine machine() {
        return machine;
    }

    @Override
    public Path folder() {
        return machine.simulated().machine().path("/srv/contract");
    }

    @Override
    public String inFolder(String name) {
        return "/srv/contract/" + name;
    }
}
