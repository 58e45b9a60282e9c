package org.openfoodfacts.brigade.agent.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.facts.StorageFact;
import org.openfoodfacts.brigade.contracts.facts.StorageFact.BlockDevice;
import org.openfoodfacts.brigade.contracts.facts.StorageFact.FileSystem;

class StorageProbeTest {
    @Test
    void fileSystemsAreReadWithBlanksInTheirNames() {
        List<FileSystem> fileSystems = StorageProbe.fileSystems(List.of(
                "Filesystem     Type       1B-blocks        Used   Inodes  IUsed Mounted on",
                "/dev/vda       ext4    270553174016 26460319744 16777216 473601 /",
                "tank/old data  zfs     100          50            200     10 /mnt/old data",
                "df: /mnt/dead: Transport endpoint is not connected",
                "none           fuse    -  - - - /run/user"));

        assertThat(fileSystems)
                .containsExactly(
                        new FileSystem("/dev/vda", "/", "ext4", 270553174016L, 26460319744L, 16777216, 473601),
                        new FileSystem("tank/old data", "/mnt/old data", "zfs", 100, 50, 0, 0),
                        new FileSystem("none", "/run/user", "fuse", 0, 0, 0, 0));
    }

    @Test
    void partitionsAreDevicesToo() throws JsonProcessingException {
        String json = """
                {"blockdevices":[{"name":"sda","type":"disk","size":100,"model":"Exos ",
                  "children":[{"name":"sda1","type":"part","size":"90","model":null}]}]}""";

        assertThat(StorageProbe.blockDevices(Json.mapper().readTree(json)))
                .containsExactly(
                        new BlockDevice("sda", "disk", 100, "Exos"), new BlockDevice("sda1", "part", 90, null));
    }

    @Test
    void aDfThatDidNotEndByItselfSaysNothingAndOneThatMissedSomeDoes() {
        String line = "/dev/vda       ext4    100 50 10 5 /\n";
        for (ExecResult end : List.of(
                new ExecResult.TimedOut(line, ""),
                new ExecResult.Cancelled("", ""),
                new ExecResult.Exited(137, line, "Killed", false))) {
            assertThatThrownBy(() -> new StorageProbe().observe(machine(end), Watch.NOTHING))
                    .as(end.toString())
                    .isInstanceOf(UnseenException.class)
                    .hasMessageStartingWith("df: ");
        }
        for (int code : List.of(0, 1)) {
            assertThat(new StorageProbe().observe(machine(new ExecResult.Exited(code, line, "", false)), Watch.NOTHING))
                    .singleElement()
                    .satisfies(fact ->
                            assertThat(((StorageFact) fact).fileSystems()).hasSize(1));
        }
        assertThat(new StorageProbe().observe(machine(new ExecResult.Missing("df")), Watch.NOTHING))
                .hasSize(1);
    }

    private static Machine machine(ExecResult df) {
        ExecResult devices = new ExecResult.Exited(0, "{\"blockdevices\":[]}", "", false);
        return new Machine((invocation, _, _) -> invocation.tool().equals("df") ? df : devices, Path.of("/"));
    }

    @Property
    void noLineMakesItFail(@ForAll List<String> lines) {
        assertThatCode(() -> StorageProbe.fileSystems(lines)).doesNotThrowAnyException();
    }
}
