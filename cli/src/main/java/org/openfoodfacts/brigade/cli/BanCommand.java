package org.openfoodfacts.brigade.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bans an address or a range on every proxy. */
@Command(
        name = "ban",
        mixinStandardHelpOptions = true,
        description = "Bans an address or a range (CIDR) on every proxy.")
final class BanCommand extends ApiCommand {
    @Parameters(paramLabel = "ADDRESS|CIDR")
    private String network;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; it stays in the journal")
    private String reason;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "P1D",
            description = "how long, ISO 8601 (usually ${DEFAULT-VALUE})")
    private Duration duration;

    @Override
    void run(ApiClient api, PrintStream out) {
        out.println(pretty(api.post(
                "proxy-config/bans",
                Map.of(network.contains("/") ? "cidr" : "address", network, "reason", reason, "duration", duration))));
    }
}
