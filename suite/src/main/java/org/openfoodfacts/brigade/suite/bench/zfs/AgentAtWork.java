package org.openfoodfacts.brigade.suite.bench.zfs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.commands.Execution;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.exec.ProcessExec;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.agent.facts.ZfsProbe;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PullDatasetsHandler;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.commands.PullDatasets;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.sealing.SealingKey;

/**
 * What an agent does with a command, an order or its clock, on the machine this runs on and without Kafka: a line {@code KIND JSON} in, a line
 * with how long it took and what came of it out. One process for all of them, as an agent is one.
 */
public final class AgentAtWork {
    private final Machine machine = new Machine(new ProcessExec(), Path.of("/"));
    private final PullDatasetsHandler pulls = new PullDatasetsHandler();
    private final FollowPoliciesFollower policies = new FollowPoliciesFollower();
    private final ZfsProbe probe = new ZfsProbe();
    private final SealingKey key = SealingKey.generate();
    private List<List<Snapshot>> many = List.of();

    private AgentAtWork() {}

    /** {@code result} is of the kind; {@code failed} says why there is none. */
    public record Done(long nanos, JsonNode result, String failed) {}

    public static void main(String[] arguments) throws IOException {
        AgentAtWork agent = new AgentAtWork();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", 2);
            System.out.println(Json.mapper().writeValueAsString(agent.time(words[0], words[1])));
            System.out.flush();
        }
    }

    private Done time(String kind, String json) throws IOException {
        long begin = System.nanoTime();
        Object result = switch (kind) {
            case "pull" -> pull(Json.mapper().readValue(json, PullDatasets.class));
            case "policies" ->
                policies.follow(Json.mapper().readValue(json, FollowPolicies.class), machine, Instant.now())
                        .facts();
            case "observe" ->
                Map.of("facts", probe.observe(machine, Watch.NOTHING).size());
            case "make" -> {
                many = ManySnapshots.make(Integer.parseInt(json));
                yield Map.of("datasets", many.size());
            }
            case "plan" -> Map.of("destroyed", ManySnapshots.plan(many));
            default -> throw new IllegalArgumentException("nobody knows how to " + kind);
        };
        long nanos = System.nanoTime() - begin;
        boolean done = !(result instanceof Outcome) || result instanceof Outcome.Done;
        Object shown = result instanceof Outcome.Done(var told) ? told : result;
        return done
                ? new Done(nanos, Json.mapper().valueToTree(shown), null)
                : new Done(nanos, null, String.valueOf(result));
    }

    private Outcome pull(PullDatasets command) {
        return pulls.handle(
                command, new Execution(UUID.randomUUID(), machine, LineSink.NONE, Cancellation.never(), key));
    }
}
