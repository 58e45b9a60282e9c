package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bans an address or a range on every proxy. Which networks may be banned, and how they are written, is for proxy-config to say. */
@Command(
        name = "ban",
        mixinStandardHelpOptions = true,
        description = "Bans an address or a range (CIDR) on every proxy; for a day when nothing else is said.")
final class BanCommand extends ApiCommand {
    @Parameters(paramLabel = "ADDRESS|CIDR")
    private String network;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; it stays in the journal")
    private String reason;

    @ArgGroup
    private End end = new End();

    /** One of the three; a day when none is given. */
    static final class End {
        private static final Duration USUAL = Duration.ofDays(1);

        @Option(names = "--for", paramLabel = "DURATION", description = "how long, ISO 8601, for example PT2H")
        private Duration duration;

        @Option(names = "--until", paramLabel = "TIME", description = "ISO 8601, for example 2027-01-31T18:00:00Z")
        private Instant until;

        @Option(names = "--permanent", description = "until somebody lifts it")
        private boolean permanent;

        Map.Entry<String, Object> field() {
            if (permanent) {
                return Map.entry("permanent", true);
            }
            return until == null
                    ? Map.entry("duration", duration == null ? USUAL : duration)
                    : Map.entry("until", until);
        }
    }

    @Override
    void run(ApiClient api, PrintWriter out) {
        JsonNode ban = api.post("proxy-config/bans", wish());
        var _ = needed(ban, "id");
        out.println(pretty(ban));
    }

    private Map<String, Object> wish() {
        Map<String, Object> wish = new HashMap<>();
        wish.put(network.contains("/") ? "cidr" : "address", network);
        wish.put("reason", reason);
        wish.put(end.field().getKey(), end.field().getValue());
        return wish;
    }
}
