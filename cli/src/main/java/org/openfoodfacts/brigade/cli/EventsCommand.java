package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;

/** Later. */
@Command(name = "events", mixinStandardHelpOptions = true)
final class EventsCommand extends ApiCommand {
    @Override
    void run(ApiClient api, PrintStream out) {}
}
