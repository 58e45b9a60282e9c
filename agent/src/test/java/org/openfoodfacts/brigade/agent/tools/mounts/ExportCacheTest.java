package org.openfoodfacts.brigade.agent.tools.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** With the kernel's own {@code RealReplicationST} unmounts what a client had read. */
class ExportCacheTest {
    @TempDir
    Path root;

    private final List<Instant> told = new ArrayList<>();

    private Machine machine(ExecResult result) {
        return new Machine(
                (invocation, _, _) -> {
                    assertThat(invocation.argv()).containsExactly("exportfs", "-f");
                    told.add(Instant.now());
                    return result;
                },
                root);
    }

    @Test
    void itIsToldWhenItListens() throws IOException {
        long deaf = Instant.now().getEpochSecond() + 1;
        flush("nfsd.export", deaf - 1);
        flush("nfsd.fh", deaf);

        assertThat(new ExportCache(machine(new ExecResult.Exited(0, "", "", false))).forget())
                .isTrue();

        assertThat(told)
                .singleElement()
                .satisfies(at -> assertThat(at.getEpochSecond()).isGreaterThan(deaf));
    }

    @Test
    void whereThereIsNoServerNothingIsToldAndAFailureIsNoSuccess() throws IOException {
        assertThat(new ExportCache(machine(new ExecResult.Exited(0, "", "", false))).forget())
                .isFalse();
        assertThat(told).isEmpty();

        flush("nfsd.export", 1);
        assertThat(new ExportCache(machine(new ExecResult.Missing("none"))).forget())
                .isFalse();
        assertThat(told).hasSize(1);
    }

    private void flush(String cache, long time) throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/net/rpc").resolve(cache));
        Files.writeString(folder.resolve("flush"), time + "\n");
    }
}
