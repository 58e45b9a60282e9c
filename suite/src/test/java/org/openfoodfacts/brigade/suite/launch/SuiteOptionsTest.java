package org.openfoodfacts.brigade.suite.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void onlyWithoutMachinesOfAnybodyItIsTheExample() throws Exception {
        assertThat(SuiteOptions.in(new StateFolder(folder)).isExample()).isTrue();
        assertThat(with(folder, Elsewhere.nobody()).isExample()).isFalse();
        assertThat(with(null, Elsewhere.of(null, Set.of("north1"))).isExample()).isFalse();
        assertThat(with(null, listening()).isExample()).isFalse();
    }

    /** On whatever address this machine has besides loopback; where it has none, a machine that cannot be reached either. */
    private static Elsewhere listening() throws Exception {
        String own = InetAddress.getLocalHost().getHostAddress();
        return InetAddress.getByName(own).isLoopbackAddress()
                ? Elsewhere.of(null, Set.of("anybody"))
                : Elsewhere.of(own, Set.of());
    }

    private SuiteOptions with(Path fleet, Elsewhere elsewhere) {
        return new SuiteOptions(new StateFolder(folder), fleet, null, false, true, elsewhere);
    }
}
