package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

@InTheMachineImage
class RealGitST extends OnMachineImage implements GitContract {
    private static int repositories;

    @BeforeEach
    @Override
    public void aRepositoryWithOneRelease() {
        repositories++;
        machine.output("mkdir", "-p", folder().toString());
        GitContract.super.aRepositoryWithOneRelease();
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
