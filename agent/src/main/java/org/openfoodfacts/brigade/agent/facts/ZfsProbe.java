package org.openfoodfacts.brigade.agent.facts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsProperty;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/**
 * Pools, datasets, snapshots and bookmarks in four calls for the whole machine, whatever it holds. A zfs that cannot
 * answer is an {@link UnseenException}, so that a hiccup never looks like a machine without data.
 */
public final class ZfsProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The kernel takes about 2 MiB of arguments; a snapshot's full name has at most 255 bytes. */
    private static final int SNAPSHOTS_PER_CALL = 4000;

    @Override
    public String name() {
        return "zfs";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        Exec exec = machine.exec();
        ToolLines pools = call(exec, "zpool", "list", "-Hp", "-o", PoolLines.COLUMNS);
        if (pools.isMissing()) {
            return List.of();
        }
        require(pools);
        ToolLines all =
                call(exec, "zfs", "list", "-Hp", "-t", "filesystem,volume,snapshot,bookmark", "-o", ZfsLines.COLUMNS);
        ToolLines expiries = call(
                exec,
                "zfs",
                "get",
                "-Hp",
                "-s",
                "local,received",
                "-t",
                "snapshot",
                "-o",
                "name,property,value",
                ZfsProperty.REASON + "," + ZfsProperty.EXPIRES);
        require(all);
        require(expiries);
        ZfsLines parsed = ZfsLines.parse(all.lines());
        if (!parsed.odd().isEmpty()) {
            throw new UnseenException(
                    "zfs list printed a line of another form: " + parsed.odd().getFirst());
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(PoolLines.parse(pools.lines()));
        facts.addAll(parsed.facts(holds(exec, parsed.held()), ExpiryLines.parse(expiries.lines())));
        return facts;
    }

    private static void require(ToolLines lines) {
        if (!lines.succeeded()) {
            throw new UnseenException("zfs: " + ToolFailure.describe(lines.end()));
        }
    }

    /** One call over those that have holds. A snapshot that went away in between makes an exit code, the other lines are good. */
    private static Map<String, List<String>> holds(Exec exec, List<String> held) {
        Map<String, List<String>> tags = new HashMap<>();
        for (int start = 0; start < held.size(); start += SNAPSHOTS_PER_CALL) {
            List<String> argv = new ArrayList<>(List.of("zfs", "holds", "-H"));
            argv.addAll(held.subList(start, Math.min(start + SNAPSHOTS_PER_CALL, held.size())));
            for (String line : call(exec, argv.toArray(String[]::new)).lines()) {
                String[] fields = line.split("\t");
                if (fields.length >= 2) {
                    tags.computeIfAbsent(fields[0], _ -> new ArrayList<>()).add(fields[1]);
                }
            }
        }
        return tags;
    }

    private static ToolLines call(Exec exec, String... argv) {
        return ToolLines.of(exec, Invocation.of(argv).within(PATIENCE));
    }
}
