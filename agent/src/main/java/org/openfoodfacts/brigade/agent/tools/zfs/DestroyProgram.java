package org.openfoodfacts.brigade.agent.tools.zfs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/**
 * Destroys snapshots of one dataset, all or none, as a channel program (zfs-program(8)): the kernel itself looks, at the moment it destroys, whether
 * each has the guid that was meant. {@code failure} says how it ended otherwise than with an answer, else null. {@code inTheWay} says by name why nothing
 * was destroyed, and is empty when all are.
 */
public record DestroyProgram(Outcome failure, Map<String, String> inTheWay) {
    /** What it is given: the dataset, then name and guid of each. The guid is signed there, for Lua in the kernel has no other whole numbers. */
    public static final String SCRIPT = """
            local argv = (...)["argv"]
            local dataset = argv[1]
            local way = {}
            local free = true
            for i = 2, #argv, 2 do
              local snapshot = dataset .. "@" .. argv[i]
              local why = "gone"
              if zfs.exists(snapshot) then
                why = tostring(zfs.check.destroy(snapshot))
                if tostring((zfs.get_prop(snapshot, "guid"))) ~= argv[i + 1] then
                  why = "guid"
                end
              end
              if why ~= "0" then
                way[argv[i]] = why
                free = false
              end
            end
            if free then
              for i = 2, #argv, 2 do
                assert(zfs.sync.destroy(dataset .. "@" .. argv[i]) == 0)
              end
            end
            return way
            """;

    /** EBUSY: held, being sent, or somebody looks into it under {@code .zfs/snapshot}. */
    private static final String BUSY = "16";

    private static final String TRACEBACK = "\nstack traceback:";

    private static final Map<String, String> WORDS = Map.of(
            "guid", "is another snapshot by now", "gone", "does not exist", BUSY, "is in use", "17", "has clones");

    /**
     * @param doing what it is started for, for people
     * @throws NumberFormatException when a guid is no whole number of 64 bits
     */
    static DestroyProgram run(
            Exec exec, String dataset, List<SnapshotRef> snapshots, String doing, Cancellation cancellation) {
        String pool = ZfsNames.pool(dataset);
        List<String> argv = new ArrayList<>(List.of("zfs", "program", "-j", "--", pool, "-", dataset));
        for (SnapshotRef snapshot : snapshots) {
            argv.add(snapshot.name());
            argv.add(Long.toString(Long.parseUnsignedLong(snapshot.guid())));
        }
        ExecResult end = exec.run(
                Invocation.of(argv.toArray(String[]::new))
                        .within(SnapshotDestruction.PATIENCE)
                        .reading(SCRIPT),
                LineSink.NONE,
                cancellation);
        return end.success()
                .map(output -> answered(output, doing))
                .orElseGet(() -> new DestroyProgram(ToolFailure.of(doing, withoutTraceback(end)), Map.of()));
    }

    /** {@code zfs program} that was given no script, or half of one, ends well with an answer that has no {@code return}. */
    private static DestroyProgram answered(String output, String doing) {
        JsonNode returned = returned(output);
        if (!returned.isObject()) {
            return new DestroyProgram(
                    ToolFailure.unexpected(doing + ": zfs program answered in another form: " + output.strip()),
                    Map.of());
        }
        Map<String, String> inTheWay = new TreeMap<>();
        returned.properties()
                .forEach(one -> inTheWay.put(one.getKey(), one.getValue().asText()));
        return new DestroyProgram(null, inTheWay);
    }

    private static JsonNode returned(String output) {
        try {
            return Json.mapper().readTree(output).path("return");
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /** What went wrong stands above it. */
    private static ExecResult withoutTraceback(ExecResult end) {
        return end instanceof ExecResult.Exited exited
                ? new ExecResult.Exited(
                        exited.code(), exited.output(), exited.errors().split(TRACEBACK, 2)[0], exited.truncated())
                : end;
    }

    /** Those in use, when nothing else is in the way: zfs itself takes one that was looked into out of {@code .zfs/snapshot}. */
    Set<String> onlyBusyOnes() {
        return inTheWay.values().stream().allMatch(BUSY::equals) ? inTheWay.keySet() : Set.of();
    }

    /** In words, of the first that is in the way, and not only in use. */
    Optional<String> objection(String dataset) {
        return inTheWay.entrySet().stream()
                .min(Comparator.comparing(one -> one.getValue().equals(BUSY)))
                .map(one -> dataset + "@" + one.getKey() + " "
                        + WORDS.getOrDefault(one.getValue(), "cannot be destroyed (errno " + one.getValue() + ")"));
    }
}
