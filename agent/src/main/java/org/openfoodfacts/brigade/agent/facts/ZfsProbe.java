package org.openfoodfacts.brigade.agent.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.agent.tools.ToolFailure;
import org.openfoodfacts.brigade.agent.tools.ToolLines;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotHolds;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsListing;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsProperty;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;

/**
 * Pools, datasets, snapshots and bookmarks in two calls for the whole machine, whatever it holds, and one more each where snapshots are held or were
 * taken by hand. A zfs that cannot answer is an {@link UnseenException}, so that a hiccup never looks like a machine without data.
 */
public final class ZfsProbe implements Probe {
    private static final Logger LOG = Logger.getLogger(ZfsProbe.class.getName());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The kernel takes about 2 MiB of arguments; a full name has at most 255 bytes. */
    private static final int NAMES_PER_CALL = 4000;

    private static final String SNAPSHOTS = "snapshot,bookmark";
    private static final String DATASETS = "filesystem,volume";

    private final SnapshotMemory memory = new SnapshotMemory();
    private ZfsLines.Columns columns = new ZfsLines.Columns(true, true);

    @Override
    public String name() {
        return "zfs";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        Exec exec = machine.exec();
        ToolLines pools = call(exec, List.of("zpool", "list", "-Hp", "-o", PoolLines.COLUMNS));
        if (pools.isMissing()) {
            return List.of();
        }
        require(pools);
        Instant begun = Instant.now();
        boolean everything = memory.wantsEverything();
        ZfsLines seen = list(exec, everything ? DATASETS + "," + SNAPSHOTS : DATASETS, List.of());
        List<String> stale = everything ? List.of() : memory.stale(seen);
        if (stale.size() > NAMES_PER_CALL) {
            seen = list(exec, DATASETS + "," + SNAPSHOTS, List.of());
            everything = true;
        }
        List<SnapshotsFact> listed = List.of();
        if (everything) {
            listed = snapshots(exec, seen, seen.names(), List.of());
        } else if (!stale.isEmpty()) {
            listed = snapshots(exec, list(exec, SNAPSHOTS, stale), stale, stale);
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(PoolLines.parse(pools.lines()));
        facts.add(new DatasetsFact(seen.datasets()));
        facts.addAll(memory.with(seen, listed, begun));
        return facts;
    }

    /** @param of the datasets that are asked about; none for all */
    private ZfsLines list(Exec exec, String types, List<String> of) {
        ToolLines lines = call(exec, listing(types, of));
        if (columns.changes() && saysUnknown(lines.end())) {
            columns = new ZfsLines.Columns(false, columns.ofHand());
            lines = call(exec, listing(types, of));
        }
        require(lines);
        ZfsLines parsed = ZfsLines.parse(lines.lines(), columns);
        if (columns.ofHand() && !parsed.odd().isEmpty()) {
            LOG.warning("a snapshot's " + ZfsProperty.REASON + " has a line break (zfs list goes on with '"
                    + parsed.odd().getFirst() + "'): until the agent's next start reasons take a call more");
            columns = new ZfsLines.Columns(columns.changes(), false);
            return list(exec, types, of);
        }
        if (!parsed.odd().isEmpty()) {
            throw new UnseenException(
                    "zfs list printed a line of another form: " + parsed.odd().getFirst());
        }
        return parsed;
    }

    private List<String> listing(String types, List<String> of) {
        List<String> argv = new ArrayList<>(List.of("zfs", "list", "-Hp", "-t", types, "-o", columns.names()));
        return about(argv, of);
    }

    /** What is in them, and nothing below. */
    private static List<String> about(List<String> argv, List<String> of) {
        if (!of.isEmpty()) {
            argv.addAll(2, List.of("-d", "1"));
            argv.addAll(of);
        }
        return argv;
    }

    private static boolean saysUnknown(ExecResult end) {
        return end instanceof ExecResult.Exited exited
                && exited.code() != 0
                && exited.errors().contains("invalid property '" + ZfsLines.CHANGED);
    }

    private List<SnapshotsFact> snapshots(Exec exec, ZfsLines lines, List<String> datasets, List<String> askedAbout) {
        Map<String, List<String>> holds = SnapshotHolds.tags(exec, lines.held());
        return lines.facts(datasets, holds, expiries(exec, lines.ofHand(), askedAbout));
    }

    /** Asked of the snapshots that show one; of all when that is not known, or there are too many for one call. */
    private Map<String, Expiry> expiries(Exec exec, List<String> ofHand, List<String> askedAbout) {
        boolean byName = columns.ofHand() && ofHand.size() <= NAMES_PER_CALL;
        if (byName && ofHand.isEmpty()) {
            return Map.of();
        }
        List<String> argv = new ArrayList<>(List.of(
                "zfs",
                "get",
                "-Hp",
                "-s",
                "local,received",
                "-t",
                "snapshot",
                "-o",
                "name,property,value",
                ZfsProperty.REASON + "," + ZfsProperty.EXPIRES));
        if (byName) {
            argv.addAll(ofHand);
        }
        ToolLines expiries = call(exec, byName ? argv : about(argv, askedAbout));
        if (!byName || !expiries.lacksSome()) { // some went away in between
            require(expiries);
        }
        return ExpiryLines.parse(expiries.lines());
    }

    private static void require(ToolLines lines) {
        if (!lines.succeeded() || ZfsListing.isCutSomewhere(lines.end())) {
            throw new UnseenException("zfs: " + ToolFailure.describe(lines.end()));
        }
    }

    private static ToolLines call(Exec exec, List<String> argv) {
        return ToolLines.of(exec, Invocation.of(argv.toArray(String[]::new)).within(PATIENCE));
    }
}
