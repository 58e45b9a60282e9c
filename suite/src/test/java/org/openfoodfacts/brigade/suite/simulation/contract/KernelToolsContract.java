package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.NetworkProbe;
import org.openfoodfacts.brigade.agent.facts.StorageProbe;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.contracts.facts.NetworkFact;
import org.openfoodfacts.brigade.contracts.facts.StorageFact;

/** {@code ip, ss, lsblk, df} and {@code uname} as the probes use them. */
interface KernelToolsContract {
    ToolMachine machine();

    @Test
    default void addressesRoutesAndSocketsAreSeen(@TempDir Path root) {
        NetworkFact fact = (NetworkFact) new NetworkProbe()
                .observe(new Machine(machine().exec(), root), Watch.NOTHING)
                .getFirst();

        assertThat(fact.addresses())
                .contains(new NetworkFact.InterfaceAddress("lo", "127.0.0.1/8"))
                .anyMatch(address ->
                        address.device().equals("eth0") && address.address().matches("172\\.17\\.\\d+\\.\\d+/16"));
        assertThat(fact.routes())
                .anyMatch(route -> route.destination().equals("default") && route.gateway() != null)
                .anyMatch(route -> route.destination().equals("172.17.0.0/16") && route.gateway() == null);
        assertThat(fact.sockets())
                .anyMatch(socket -> socket.port() == 22 && socket.process().equals("sshd") && socket.pid() > 0);
    }

    @Test
    default void theRootFileSystemIsSeen(@TempDir Path root) {
        StorageFact fact = (StorageFact) new StorageProbe()
                .observe(new Machine(machine().exec(), root), Watch.NOTHING)
                .getFirst();

        assertThat(fact.fileSystems())
                .filteredOn(fileSystem -> fileSystem.mountPoint().equals("/"))
                .singleElement()
                .satisfies(fileSystem -> {
                    assertThat(fileSystem.usedBytes()).isPositive().isLessThan(fileSystem.sizeBytes());
                    assertThat(fileSystem.usedInodes()).isPositive().isLessThan(fileSystem.inodes());
                });
        assertThat(fact.blockDevices()).isNotEmpty();
    }

    @Test
    default void optionsTheyDoNotKnowAreUsageErrors() {
        assertThat(machine().run("ip", "frob").errors()).isEqualTo("Object \"frob\" is unknown, try \"ip help\".\n");
        assertThat(machine().run("ip", "frob").code()).isEqualTo(1);
        assertThat(machine().run("ss", "--frob").code()).isEqualTo(255);
        assertThat(machine().run("lsblk", "--frob").errors())
                .isEqualTo("lsblk: unrecognized option '--frob'\nTry 'lsblk --help' for more information.\n");
        assertThat(machine().run("df", "--frob").errors())
                .isEqualTo("df: unrecognized option '--frob'\nTry 'df --help' for more information.\n");
    }

    @Test
    default void theArchitectureIsOneWord() {
        assertThat(machine().output("uname", "-m")).matches("[a-z0-9_]+\n");
    }
}
