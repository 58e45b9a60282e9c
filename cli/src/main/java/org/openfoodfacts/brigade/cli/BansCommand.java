package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "bans", mixinStandardHelpOptions = true)
final class BansCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
