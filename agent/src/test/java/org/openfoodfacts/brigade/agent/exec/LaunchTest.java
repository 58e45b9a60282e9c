package org.openfoodfacts.brigade.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
    @Test
    void thePathOfAnInvocationDoesNotDecideWhichToolsChangeTheUser() {
        Invocation build = Invocation.of("/srv/off/build.sh").with(Map.of("PATH", "/srv/off/bin:/usr/bin"));

        Launch launch = Launch.of(build, Path.of("/srv/off/build.sh"), new Launch.Account("1000", "1000", "/home/off"));

        assertThat(launch.argv()).startsWith("/usr/bin/setsid").contains("/usr/bin/setpriv", "/srv/off/build.sh");
        assertThat(launch.environment()).containsEntry("PATH", "/srv/off/bin:/usr/bin");
    }
}
