package org.openfoodfacts.brigade.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;

class SimulatedMachineTest {
    private static final Description HOST = Description.of("ovh1", "host", "10.0.0.1")
            .withRoles("proxy")
            .withPools(new Description.SimulatedPool("tank", 1L << 40, List.of("tank/a/b")));

    @TempDir
    Path folder;

    @Test
    void theSameFolderIsTheSameMachineAgain() {
        Workbench before = new Workbench(folder, HOST);
        before.run("zfs", "snapshot", "tank/a@x");
        before.run("fail2ban-client", "set", "nginx-manual-ban", "banip", "192.0.2.1");
        before.run("systemctl", "stop", "nginx");
        String all = before.run("zfs", "list", "-Hp", "-t", "all", "-o", "name,guid,createtxg,creation,used");

        Workbench after = new Workbench(folder, HOST);

        assertThat(after.run("zfs", "list", "-Hp", "-t", "all", "-o", "name,guid,createtxg,creation,used"))
                .isEqualTo(all);
        assertThat(after.run("fail2ban-client", "get", "nginx-manual-ban", "banip"))
                .isEqualTo("192.0.2.1\n");
        assertThat(after.run("systemctl", "show", "-p", "ActiveState", "nginx.service"))
                .isEqualTo("ActiveState=inactive\n");
    }

    @Test
    void sizesAddUp() {
        Workbench bench = new Workbench(folder, HOST);
        long size = number(bench, "zpool", "list", "-Hp", "-o", "size", "tank");
        long allocated = number(bench, "zpool", "list", "-Hp", "-o", "allocated", "tank");
        long free = number(bench, "zpool", "list", "-Hp", "-o", "free", "tank");

        assertThat(allocated + free).isEqualTo(size);
        assertThat(number(bench, "zfs", "list", "-Hp", "-o", "used", "tank")).isEqualTo(allocated);
        bench.run("zfs", "snapshot", "-r", "tank@all");
        assertThat(number(bench, "zpool", "list", "-Hp", "-o", "free", "tank")).isLessThan(free);
    }

    @Test
    void aToolThatTheMachineHasNotIsMissingAndWhatItWasAskedIsKnown() {
        Workbench guest = new Workbench(folder, Description.of("plain", "ct", "10.1.0.5"));

        assertThat(guest.simulated.exec().run(Invocation.of("zfs", "list"))).isEqualTo(new ExecResult.Missing("zfs"));
        assertThat(guest.simulated.exec().asked()).containsExactly(List.of("zfs", "list"));
    }

    @Test
    void nothingOutsideTheFolderIsEverStarted() {
        Workbench guest = new Workbench(folder, Description.of("plain", "ct", "10.1.0.5"));

        assertThat(guest.simulated.exec().run(Invocation.of("/bin/sh", "-c", "exit 0")))
                .isEqualTo(new ExecResult.Missing("/bin/sh"));
        assertThat(guest.simulated.exec().run(Invocation.of("git", "status").in(Path.of("/"))))
                .isEqualTo(new ExecResult.Missing("git"));
    }

    private static long number(Workbench bench, String... argv) {
        return Long.parseLong(bench.run(argv).strip());
    }
}
