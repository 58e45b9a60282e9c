package org.openfoodfacts.brigade.cli;

import java.nio.file.Path;
import org.openfoodfacts.brigade.suite.launch.StateFolder;
import picocli.CommandLine.Option;

/** Which suite of this machine is meant. */
final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "where its state lies (usually brigade in $XDG_STATE_HOME or ~/.local/state)")
    private Path folder;

    StateFolder folder() {
        return folder == null ? StateFolder.standard() : new StateFolder(folder);
    }
}
