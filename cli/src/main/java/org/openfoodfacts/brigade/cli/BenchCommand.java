package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "bench", mixinStandardHelpOptions = true)
final class BenchCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
