package org.openfoodfacts.brigade.agent.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsProperty;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Receiving;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;

/**
 * The lines of {@code zfs list -Hp} with these columns. {@code changes} are when a dataset's snapshots last changed, by its name, as far as that was asked
 * for; {@code odd} are lines of another form.
 */
record ZfsLines(
        List<Dataset> datasets,
        Map<String, String> changes,
        List<String[]> snapshots,
        List<String[]> bookmarks,
        List<String> odd) {
    static final String COLUMNS =
            "name,type,guid,used,available,referenced,origin,mountpoint,createtxg,creation,clones,userrefs,"
                    + "receive_resume_token,written,encryption";
    /** May stand behind them; OpenZFS knows it since 2.2. */
    static final String CHANGED = "snapshots_changed";

    /** May stand behind both. A snapshot shows what it only inherits there, too. */
    static final String OF_HAND = ZfsProperty.EXPIRES + "," + ZfsProperty.REASON;

    private static final int COUNT = COLUMNS.split(",").length;
    private static final int NAME = 0;
    private static final int TYPE = 1;
    private static final int GUID = 2;
    private static final int USED = 3;
    private static final int TXG = 8;
    private static final int CREATION = 9;
    private static final int CLONES = 10;
    private static final int HOLDS = 11;
    private static final int RESUME_TOKEN = 12;
    private static final int WRITTEN = 13;
    private static final int ENCRYPTION = 14;

    /** What was asked for beside the columns that always are. */
    record Columns(boolean changes, boolean ofHand) {
        String names() {
            return COLUMNS + (changes ? "," + CHANGED : "") + (ofHand ? "," + OF_HAND : "");
        }

        private int count() {
            return COUNT + (changes ? 1 : 0) + (ofHand ? 2 : 0);
        }

        /** A reason stands last and may hold anything; of a snapshot nothing else can hold a tab. */
        private String[] split(String line) {
            String[] fields = line.split("\t", -1);
            boolean tabs = ofHand && fields.length > count() && fields[TYPE].equals("snapshot");
            return tabs ? line.split("\t", count()) : fields;
        }
    }

    static ZfsLines parse(List<String> lines, Columns columns) {
        ZfsLines parsed = new ZfsLines(
                new ArrayList<>(), new HashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String line : lines) {
            String[] fields = columns.split(line);
            if (fields.length != columns.count()) {
                parsed.odd.add(line);
                continue;
            }
            switch (fields[TYPE]) {
                case "snapshot" -> parsed.snapshots.add(fields);
                case "bookmark" -> parsed.bookmarks.add(fields);
                default -> {
                    parsed.datasets.add(dataset(fields));
                    if (columns.changes()) {
                        parsed.changes.put(fields[NAME], fields[COUNT]);
                    }
                }
            }
        }
        return parsed;
    }

    List<String> names() {
        return datasets.stream().map(Dataset::name).toList();
    }

    /** Full names of the snapshots that have holds. */
    List<String> held() {
        return snapshots.stream()
                .filter(fields -> ToolNumbers.longOr(fields[HOLDS], 0) > 0)
                .map(fields -> fields[NAME])
                .toList();
    }

    /** Full names of the snapshots that show a reason or an end, perhaps their dataset's, as far as {@link #OF_HAND} was asked for. */
    List<String> ofHand() {
        return snapshots.stream()
                .filter(fields -> fields.length > COUNT + 1)
                .filter(fields -> !fields[fields.length - 1].equals("-") || !fields[fields.length - 2].equals("-"))
                .map(fields -> fields[NAME])
                .toList();
    }

    /** What snapshots and bookmarks each dataset has, none included. {@code listed} are the datasets of which these lines are. */
    List<SnapshotsFact> facts(List<String> listed, Map<String, List<String>> holds, Map<String, Expiry> expiries) {
        Map<String, List<Snapshot>> snapshotsOf = new LinkedHashMap<>();
        Map<String, List<Bookmark>> bookmarksOf = new LinkedHashMap<>();
        for (String dataset : listed) {
            snapshotsOf.put(dataset, new ArrayList<>());
            bookmarksOf.put(dataset, new ArrayList<>());
        }
        for (String[] fields : snapshots) {
            snapshotsOf
                    .computeIfAbsent(owner(fields, '@'), _ -> new ArrayList<>())
                    .add(snapshot(fields, holds, expiries));
        }
        for (String[] fields : bookmarks) {
            bookmarksOf
                    .computeIfAbsent(owner(fields, '#'), _ -> new ArrayList<>())
                    .add(bookmark(fields));
        }
        List<SnapshotsFact> facts = new ArrayList<>();
        snapshotsOf.forEach((dataset, list) -> {
            list.sort(Comparator.comparingLong(Snapshot::createTxg));
            List<Bookmark> marks = bookmarksOf.getOrDefault(dataset, new ArrayList<>());
            marks.sort(Comparator.comparingLong(Bookmark::createTxg));
            facts.add(new SnapshotsFact(dataset, list, marks));
        });
        return facts;
    }

    private static Dataset dataset(String[] fields) {
        return new Dataset(
                fields[NAME],
                fields[GUID],
                fields[TYPE],
                ToolNumbers.longOr(fields[USED], 0),
                ToolNumbers.longOr(fields[4], 0),
                ToolNumbers.longOr(fields[5], 0),
                unlessNone(fields[6]),
                unlessNone(fields[7]),
                new Receiving(
                        unlessNone(fields[RESUME_TOKEN]),
                        ToolNumbers.longOr(fields[WRITTEN], 0),
                        !fields[ENCRYPTION].equals("off")));
    }

    private static Snapshot snapshot(String[] fields, Map<String, List<String>> holds, Map<String, Expiry> expiries) {
        String clones = unlessNone(fields[CLONES]);
        return new Snapshot(
                fields[NAME].substring(fields[NAME].indexOf('@') + 1),
                fields[GUID],
                ToolNumbers.longOr(fields[TXG], 0),
                creation(fields),
                ToolNumbers.longOr(fields[USED], 0),
                holds.getOrDefault(fields[NAME], List.of()),
                clones == null ? List.of() : List.of(clones.split(",")),
                expiries.get(fields[NAME]),
                ToolNumbers.longOr(fields[WRITTEN], 0));
    }

    private static Bookmark bookmark(String[] fields) {
        return new Bookmark(
                fields[NAME].substring(fields[NAME].indexOf('#') + 1),
                fields[GUID],
                ToolNumbers.longOr(fields[TXG], 0),
                creation(fields));
    }

    private static Instant creation(String[] fields) {
        return Instant.ofEpochSecond(ToolNumbers.longOr(fields[CREATION], 0));
    }

    private static String owner(String[] fields, char separator) {
        int at = fields[NAME].indexOf(separator);
        return at < 0 ? fields[NAME] : fields[NAME].substring(0, at);
    }

    private static String unlessNone(String value) {
        return value.isEmpty() || value.equals("-") || value.equals("none") ? null : value;
    }
}
