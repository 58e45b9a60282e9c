package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "ban", mixinStandardHelpOptions = true)
final class BanCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
