package org.openfoodfacts.brigade.agent.tools.zfs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;

/**
 * Destroys snapshots of one dataset, all or none, as a channel program (zfs-program(8)): the kernel itself looks, at the moment it destroys, whether
 * each has the guid that was meant. {@code end} is how it ended. {@code inTheWay} says by name why nothing was destroyed, and is empty when all are.
 */
public record DestroyProgram(ExecResult end, Map<String, String> inTheWay) {
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

    private static final Map<String, String> WORDS = Map.of(
            "guid", "is another snapshot by now", "gone", "does not exist", BUSY, "is in use", "17", "has clones");

    /** @throws NumberFormatException when a guid is no whole number of 64 bits */
    static DestroyProgram run(Exec exec, String dataset, List<SnapshotRef> snapshots, Cancellation cancellation) {
        String pool = dataset.split("/", 2)[0];
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
        return new DestroyProgram(
                end, end.success().map(DestroyProgram::returned).orElse(Map.of()));
    }

    private static Map<String, String> returned(String output) {
        try {
            Map<String, String> inTheWay = new TreeMap<>();
            JsonNode returned = Json.mapper().readTree(output).path("return");
            returned.properties()
                    .forEach(one -> inTheWay.put(one.getKey(), one.getValue().asText()));
            return inTheWay;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("zfs program answered in another form: " + output, e);
        }
    }

    /** True when nothing else is in the way than that some are in use: zfs itself takes one that was looked into out of {@code .zfs/snapshot}. */
    boolean findsOnlyBusyOnes() {
        return !inTheWay.isEmpty() && inTheWay.values().stream().allMatch(BUSY::equals);
    }

    /** In words, of the first. */
    Optional<String> objection(String dataset) {
        return inTheWay.entrySet().stream()
                .findFirst()
                .map(one -> dataset + "@" + one.getKey() + " "
                        + WORDS.getOrDefault(one.getValue(), "cannot be destroyed (errno " + one.getValue() + ")"));
    }
}
