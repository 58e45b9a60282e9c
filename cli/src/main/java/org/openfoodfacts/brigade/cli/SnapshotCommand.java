package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "snapshot", mixinStandardHelpOptions = true)
final class SnapshotCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
