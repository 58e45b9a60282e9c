package org.openfoodfacts.brigade.agent.tools.zfs.policies;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.agent.exec.LineParser;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * Takes the lines of {@code zfs list} as they come and keeps the snapshots of each dataset, oldest first, in a third of the memory that they need as
 * {@link Snapshot}s: a machine has a hundred thousand of them, and its agent 24 MB.
 */
final class SnapshotRows extends LineParser {
    static final String COLUMNS = "name,guid,createtxg,creation,userrefs,clones";

    private static final int COUNT = COLUMNS.split(",").length;

    private static final List<String> HELD_BY_SOMEBODY = List.of("some hold");

    private static final long LATEST = Instant.MAX.getEpochSecond();

    /** A list by {@code createtxg} has those that were taken together one after the other: more than this is not worth its memory. */
    private static final int NAMES_SHARED = 256;

    private final Map<String, List<Row>> byDataset = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private String odd;

    /** {@code creation} in seconds since the epoch; {@code guid} unsigned. */
    private record Row(String name, long guid, long createTxg, long creation, List<String> holds, List<String> clones) {
        Row with(List<String> tags) {
            return new Row(name, guid, createTxg, creation, tags, clones);
        }

        Snapshot snapshot() {
            return new Snapshot(
                    name,
                    Long.toUnsignedString(guid),
                    createTxg,
                    Instant.ofEpochSecond(creation),
                    0,
                    holds,
                    clones,
                    null);
        }
    }

    /** Each is made when it is asked for. */
    private static final class Seen extends AbstractList<Snapshot> {
        private final List<Row> rows;

        Seen(List<Row> rows) {
            this.rows = rows;
        }

        @Override
        public Snapshot get(int index) {
            return rows.get(index).snapshot();
        }

        @Override
        public int size() {
            return rows.size();
        }
    }

    @Override
    public synchronized void parse(String line) {
        if (!add(line.split("\t", -1))) {
            odd = odd == null ? line : odd;
        }
    }

    private boolean add(String[] fields) {
        if (fields.length != COUNT) {
            return false;
        }
        int at = fields[0].indexOf('@');
        if (at < 0) {
            byDataset.computeIfAbsent(fields[0], _ -> new ArrayList<>());
            return true;
        }
        boolean held = !fields[4].equals("0");
        boolean cloned = !fields[5].isEmpty() && !fields[5].equals("-");
        try {
            Row row = new Row(
                    shared(fields[0].substring(at + 1)),
                    Long.parseUnsignedLong(fields[1]),
                    Long.parseLong(fields[2]),
                    second(fields[3]),
                    held ? HELD_BY_SOMEBODY : List.of(),
                    cloned ? List.of(fields[5].split(",")) : List.of());
            byDataset
                    .computeIfAbsent(fields[0].substring(0, at), _ -> new ArrayList<>())
                    .add(row);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** It came with a received stream perhaps, and then it may be any number of 64 bits. */
    private static long second(String creation) {
        long second = Long.parseUnsignedLong(creation);
        return second < 0 ? LATEST : Math.min(second, LATEST);
    }

    private String shared(String name) {
        if (names.size() == NAMES_SHARED) {
            names.clear();
        }
        return names.computeIfAbsent(name, same -> same);
    }

    /** The first line that was of another form; null when there was none. */
    synchronized String odd() {
        return odd;
    }

    /** Null when the dataset was not listed. */
    synchronized List<Snapshot> of(String dataset) {
        List<Row> rows = byDataset.get(dataset);
        return rows == null ? null : new Seen(rows);
    }

    /** They are to be listed anew. */
    synchronized void forget(Collection<String> datasets) {
        byDataset.keySet().removeAll(Set.copyOf(datasets));
    }

    /** Full names of those of a dataset that are held, whoever by. */
    synchronized List<String> held(String dataset) {
        return byDataset.getOrDefault(dataset, List.of()).stream()
                .filter(row -> !row.holds().isEmpty())
                .map(row -> dataset + "@" + row.name())
                .toList();
    }

    /** By full name, of some that are held; each list stays as it is given, so that it may be one for many. */
    synchronized void hold(Collection<String> snapshots, Map<String, List<String>> tags) {
        Map<String, Map<String, List<String>>> byName = new HashMap<>();
        for (String snapshot : snapshots) {
            List<String> holds = tags.get(snapshot);
            if (holds != null) {
                byName.computeIfAbsent(PolicyHolds.dataset(snapshot), _ -> new HashMap<>())
                        .put(snapshot.substring(snapshot.indexOf('@') + 1), holds);
            }
        }
        byName.forEach((dataset, holds) -> byDataset
                .get(dataset)
                .replaceAll(row -> holds.containsKey(row.name()) ? row.with(holds.get(row.name())) : row));
    }
}
