package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "nodes", mixinStandardHelpOptions = true)
final class NodesCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
