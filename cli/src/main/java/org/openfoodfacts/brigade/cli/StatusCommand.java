package org.openfoodfacts.brigade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openfoodfacts.brigade.suite.launch.RunningProcess;
import org.openfoodfacts.brigade.suite.launch.RunningSuite;
import org.openfoodfacts.brigade.suite.rest.ApiClient;
import org.openfoodfacts.brigade.suite.rest.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What runs here, since when, with how much memory, and which nodes are online. Exit code 1 when no suite runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what runs, since when, and which nodes are online.")
final class StatusCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;

    @Mixin
    private StateOption state;

    @Override
    public Integer call() {
        Optional<RunningSuite> running = RunningSuite.read(state.folder()).filter(RunningSuite::isUp);
        if (running.isEmpty()) {
            System.out.println("no suite runs; './brigade up' starts one");
            return 1;
        }
        RunningSuite suite = running.get();
        System.out.println("up since " + suite.startedAt() + " (" + since(suite.startedAt()) + ") at " + suite.url());
        Table table = new Table("PROCESS", "PID", "UP", "MEMORY");
        add(table, suite, suite.launcher());
        suite.processes().forEach(process -> add(table, suite, process));
        long all = suite.residentBytes();
        table.row("all", "", "", mebibytes(all));
        table.print(System.out);
        printNodes(new ApiAccess(state.folder()));
        return 0;
    }

    private static void add(Table table, RunningSuite suite, RunningProcess process) {
        boolean lives = process.handle().isPresent();
        table.row(
                process.name(),
                Long.toString(process.pid()),
                lives ? since(process.startedAt()) : "gone",
                lives ? mebibytes(suite.residentBytes(process)) : "");
    }

    private static void printNodes(ApiAccess access) {
        try (ApiClient api = access.client()) {
            Map<String, List<String>> byPresence = new TreeMap<>();
            for (JsonNode node : api.all("inventory/nodes?limit=1000")) {
                byPresence
                        .computeIfAbsent(node.path("status").asText("unknown"), _ -> new ArrayList<>())
                        .add(node.path("name").asText());
            }
            byPresence.forEach(
                    (presence, names) -> System.out.println(presence.toLowerCase(Locale.ROOT)
                                    .replace('_', ' ') + " (" + names.size() + "): " + String.join(", ", names)));
        } catch (ApiException e) {
            System.out.println("the nodes cannot be told: " + e.getMessage());
        }
    }

    private static String since(Instant time) {
        Duration up = Duration.between(time, Instant.now());
        return up.toHours() > 0
                ? up.toHours() + " h " + up.toMinutesPart() + " min"
                : up.toMinutesPart() + " min " + up.toSecondsPart() + " s";
    }

    private static String mebibytes(long bytes) {
        return Math.round(bytes / MEBIBYTE) + " MiB";
    }
}
