package org.openfoodfacts.brigade.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a snapshot by hand, with the end it must have. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Takes a ZFS snapshot on a node; it is destroyed at its end.")
final class SnapshotCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NODE")
    private String node;

    @Parameters(index = "1", paramLabel = "DATASET")
    private String dataset;

    @Option(names = "--recursive", description = "of the datasets below too")
    private boolean recursive;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; it stays in the journal")
    private String reason;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "P7D",
            description = "how long it is kept, ISO 8601 (usually ${DEFAULT-VALUE})")
    private Duration keep;

    @Override
    void run(ApiClient api, PrintWriter out) {
        out.println(pretty(api.post(
                "zfs-sync/snapshots",
                Map.of(
                        "node", node,
                        "dataset", dataset,
                        "recursive", recursive,
                        "reason", reason,
                        "expiresAt", Instant.now().plus(keep)))));
    }
}
