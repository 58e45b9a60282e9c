package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.cli.text.PrintableWriter;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What runs here, since when, with how much memory, and which nodes are online. Exit code 1 when no suite runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what runs, since when, and which nodes are online.")
final class StatusCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "prints it as one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = new PrintableWriter(spec.commandLine().getOut());
        Status status = RunningSuite.read(state.folder())
                .filter(RunningSuite::isUp)
                .map(this::ask)
                .orElseGet(Status::nothing);
        if (json) {
            out.println(ApiCommand.pretty(
                    org.openfoodfacts.brigade.contracts.Json.mapper().valueToTree(status)));
        } else {
            print(status, out);
        }
        return status.running() ? 0 : 1;
    }

    private Status ask(RunningSuite suite) {
        try (ApiClient api = new ApiAccess(state.folder()).here()) {
            Map<String, List<String>> byPresence = new TreeMap<>();
            for (JsonNode node : api.all("inventory/nodes?limit=1000")) {
                byPresence
                        .computeIfAbsent(node.path("status").asText("unknown"), _ -> new ArrayList<>())
                        .add(node.path("name").asText());
            }
            return Status.of(suite, byPresence, null);
        } catch (ApiException e) {
            return Status.of(suite, Map.of(), "the nodes cannot be told: " + e.getMessage());
        }
    }

    private static void print(Status status, PrintWriter out) {
        if (!status.running()) {
            out.println("no suite runs here; './brigade up' starts one");
            return;
        }
        out.println("up since " + status.startedAt() + " (" + since(status.startedAt()) + ") at " + status.url());
        Table table = new Table("PROCESS", "PID", "UP", "MEMORY");
        status.processes()
                .forEach(process -> table.row(
                        process.name(),
                        Long.toString(process.pid()),
                        process.alive() ? since(process.startedAt()) : "gone",
                        process.alive() ? mebibytes(process.residentBytes()) : ""));
        table.row("all", "", "", mebibytes(status.residentBytes()));
        table.print(out);
        status.nodes()
                .forEach((presence, names) -> out.println(presence.toLowerCase(Locale.ROOT)
                                .replace('_', ' ') + " (" + names.size() + "): " + String.join(", ", names)));
        if (status.problem() != null) {
            out.println(status.problem());
        }
    }

    static String since(Instant time) {
        Duration up = Duration.between(time, Instant.now());
        return up.toHours() > 0
                ? up.toHours() + " h " + up.toMinutesPart() + " min"
                : up.toMinutesPart() + " min " + up.toSecondsPart() + " s";
    }

    private static String mebibytes(long bytes) {
        return Math.round(bytes / MEBIBYTE) + " MiB";
    }
}
