package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.contracts.replication.SshRoute;

class PairEndTest {
    private static final List<String> SEND = List.of("zfs", "send", "tank/a@1");

    @Test
    void onlySshHasMemoryForABufferThatGrows() {
        Invocation far =
                end(new SshRoute("root", "source.example.org", 0, null)).invocation(SEND);
        Invocation near = end(null).invocation(SEND);

        assertThat(far.tool()).isEqualTo("ssh");
        assertThat(far.environment())
                .containsOnlyKeys("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
                .containsEntry("MALLOC_MMAP_THRESHOLD_", "33554432");
        assertThat(String.join(" ", far.argv())).as("nothing of it travels").doesNotContain("MALLOC");
        assertThat(near.argv()).isEqualTo(SEND);
        assertThat(near.environment()).isEmpty();
    }

    private static PairEnd end(SshRoute route) {
        return new PairEnd(new ProcessExec(), route, List.of());
    }
}
