package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "unban", mixinStandardHelpOptions = true)
final class UnbanCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
