package org.openfoodfacts.brigade.suite.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.suite.launch.CannotStart;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;

class FleetRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void whatLiesInTheStateIsRefusedWhateverItIsCalled() throws IOException {
        Path state = Files.createDirectory(folder.resolve("state"));
        Path fleet = Files.createDirectory(state.resolve("fleet"));
        Path linkToFleet = Files.createSymbolicLink(folder.resolve("mine"), fleet);
        Path linkToState = Files.createSymbolicLink(folder.resolve("link"), state);

        assertRefused(state, fleet, "lies in the folder of the suite's own state");
        assertRefused(state, linkToFleet, "lies in the folder of the suite's own state");
        assertRefused(linkToState, fleet, "lies in the folder of the suite's own state");
        assertRefused(folder.resolve("other"), fleet, "has no fleet.yaml");
    }

    private static void assertRefused(Path state, Path fleet, String why) {
        SuiteOptions options = new SuiteOptions(new StateFolder(state), fleet, null, true, false);
        assertThatThrownBy(() -> new FleetRepository(options, Installation.find()).check())
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(why);
    }
}
