package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

@InTheMachineImage
class RealGitST implements GitContract {
    private static ContainerToolMachine machine;
    private static int repositories;

    @BeforeAll
    static void start() {
        machine = new ContainerToolMachine();
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    @BeforeEach
    @Override
    public void aRepositoryWithOneRelease() {
        repositories++;
        machine.output("mkdir", "-p", folder().toString());
        GitContract.super.aRepositoryWithOneRelease();
    }

    @Override
    public ToolMachine machine() {
        return machine;
    }

    @Override
    public Path folder() {
        return Path.of("/srv/contract" + repositories);
    }

    @Override
    public String inFolder(String name) {
        return folder() + "/" + name;
    }
}
