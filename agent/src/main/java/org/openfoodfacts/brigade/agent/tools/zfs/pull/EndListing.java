package org.openfoodfacts.brigade.agent.tools.zfs.pull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.exec.LineParser;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.agent.tools.zfs.pull.PairEnd.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.replication.DatasetState;

/**
 * Takes the lines of {@code zfs list} of some datasets, their snapshots and bookmarks as they come, and keeps of each what a pull decides by. Children are
 * listed too, and nobody asks for them.
 */
final class EndListing extends LineParser {
    static final String COLUMNS = "name,guid,createtxg,receive_resume_token,written,encryption,userrefs,type";

    /** What came before what is told by the transaction groups. */
    private static final Instant SOME_TIME = Instant.EPOCH;

    private static final int COUNT = COLUMNS.split(",").length;

    private final Map<String, Rows> found = new LinkedHashMap<>();
    /** A recursive snapshot has one name in all datasets; names are most of what there is to keep. */
    private final Map<String, String> names = new HashMap<>();

    private final boolean newestOnly;
    private String odd;

    /** @param newestOnly of each the newest snapshot will do, and no bookmark */
    EndListing(Collection<String> datasets, boolean newestOnly) {
        this.newestOnly = newestOnly;
        datasets.forEach(dataset -> found.put(dataset, new Rows()));
    }

    private static final class Rows {
        private final List<Snapshot> snapshots = new ArrayList<>();
        private final List<Bookmark> bookmarks = new ArrayList<>();
        private final List<String> held = new ArrayList<>();
        private String[] own;
    }

    @Override
    public synchronized void parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != COUNT) {
            odd = odd == null ? line : odd;
            return;
        }
        int mark = Math.max(fields[0].indexOf('@'), fields[0].indexOf('#'));
        Rows rows = found.get(mark < 0 ? fields[0] : fields[0].substring(0, mark));
        if (rows != null) {
            add(rows, mark, fields);
        }
    }

    private void add(Rows rows, int mark, String[] fields) {
        if (mark < 0) {
            rows.own = fields;
        } else if (fields[0].charAt(mark) == '@') {
            addSnapshot(rows, names.computeIfAbsent(fields[0].substring(mark + 1), name -> name), fields);
        } else if (!newestOnly) {
            rows.bookmarks.add(new Bookmark(fields[0].substring(mark + 1), fields[1], number(fields[2]), SOME_TIME));
        }
    }

    private void addSnapshot(Rows rows, String name, String[] fields) {
        Snapshot snapshot = new Snapshot(name, fields[1], number(fields[2]), SOME_TIME, 0, null, null, null);
        if (newestOnly && !rows.snapshots.isEmpty()) {
            if (rows.snapshots.getFirst().createTxg() < snapshot.createTxg()) {
                rows.snapshots.set(0, snapshot);
            }
            return;
        }
        rows.snapshots.add(snapshot);
        if (number(fields[6]) > 0) {
            rows.held.add(name);
        }
    }

    /** By name, of those that were listed themselves. */
    synchronized Map<String, Dataset> datasets() {
        if (odd != null) {
            throw new IllegalStateException("zfs list printed a line of another form: " + odd);
        }
        Map<String, Dataset> datasets = new HashMap<>();
        found.forEach((name, rows) -> dataset(rows).ifPresent(dataset -> datasets.put(name, dataset)));
        return datasets;
    }

    private static Optional<Dataset> dataset(Rows rows) {
        return Optional.ofNullable(rows.own)
                .map(own -> new Dataset(
                        new DatasetState(
                                true,
                                rows.snapshots,
                                rows.bookmarks,
                                own[3].equals("-") ? null : own[3],
                                number(own[4]),
                                !own[5].equals("off")),
                        rows.held,
                        own[7].equals("volume")));
    }

    private static long number(String text) {
        return ToolNumbers.longOr(text, 0);
    }
}
