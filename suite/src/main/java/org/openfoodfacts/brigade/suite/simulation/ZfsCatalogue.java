package org.openfoodfacts.brigade.suite.simulation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Bookmark;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Partial;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Pool;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** The pools of a simulated machine: names, sizes that add up, guids that no second object ever has, transaction groups that only grow. */
final class ZfsCatalogue {
    /** What a file system refers to before anything is in it. */
    static final long EMPTY = 96 << 10;

    private static final long GIB = 1L << 30;

    private final String node;
    private final SimulatedState state;
    private final Clock clock;

    ZfsCatalogue(String node, SimulatedState state, Clock clock) {
        this.node = node;
        this.state = state;
        this.clock = clock;
    }

    NavigableMap<String, Pool> pools() {
        return state.content().pools();
    }

    NavigableMap<String, Dataset> datasets() {
        return state.content().datasets();
    }

    NavigableMap<String, Snapshot> snapshots() {
        return state.content().snapshots();
    }

    NavigableMap<String, Bookmark> bookmarks() {
        return state.content().bookmarks();
    }

    NavigableMap<String, Partial> partials() {
        return state.content().partials();
    }

    void save() {
        state.save();
    }

    Instant now() {
        return clock.instant();
    }

    void addPool(String name, long sizeBytes) {
        pools().put(name, new Pool(Plausible.guid(node, name), sizeBytes, 4));
        addDataset(name, "filesystem", null, EMPTY);
    }

    void addDataset(String name, String type, String origin, long referencedBytes) {
        long txg = nextTxg(name);
        datasets()
                .put(
                        name,
                        new Dataset(
                                type,
                                Plausible.guid(node, name + " " + txg),
                                txg,
                                now(),
                                referencedBytes,
                                origin,
                                new TreeMap<>(),
                                true));
    }

    /** What is missing above the dataset, as empty file systems. */
    void addParents(String name) {
        for (String above : ancestors(name).reversed()) {
            if (!above.equals(name) && !datasets().containsKey(above)) {
                addDataset(above, "filesystem", null, EMPTY);
            }
        }
    }

    /** Between one and nine GiB, but never more than a twentieth of the pool. */
    long plausibleSize(String name) {
        long size = Plausible.between(node, name, GIB, 9 * GIB);
        return Math.min(size, pools().get(pool(name)).sizeBytes() / 20);
    }

    /** All of the names are snapshots of one transaction group. */
    void addSnapshots(List<String> fullNames, Map<String, String> properties) {
        Map<String, Long> txgs = new HashMap<>();
        for (String name : fullNames) {
            String dataset = name.substring(0, name.indexOf('@'));
            long txg = txgs.computeIfAbsent(pool(name), _ -> nextTxg(name));
            long referenced = datasets().get(dataset).referencedBytes();
            long used = Plausible.between(node, name, 64 << 10, Math.max(128 << 10, referenced / 100));
            snapshots()
                    .put(
                            name,
                            new Snapshot(
                                    Plausible.guid(node, name + " " + txg),
                                    txg,
                                    now(),
                                    used,
                                    referenced,
                                    new TreeMap<>(),
                                    new TreeMap<>(properties)));
        }
    }

    long nextTxg(String name) {
        String pool = pool(name);
        Pool before = pools().get(pool);
        pools().put(pool, new Pool(before.guid(), before.sizeBytes(), before.txg() + 1));
        return before.txg() + 1;
    }

    /** The dataset and everything below it, parents first. */
    List<String> tree(String dataset) {
        List<String> tree = new ArrayList<>();
        if (datasets().containsKey(dataset)) {
            tree.add(dataset);
        }
        tree.addAll(under(datasets(), dataset, '/').keySet());
        return tree;
    }

    List<String> snapshotsOf(String dataset) {
        return under(snapshots(), dataset, '@').entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().createTxg()))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> bookmarksOf(String dataset) {
        return List.copyOf(under(bookmarks(), dataset, '#').keySet());
    }

    /** What is named after the dataset and this separator; found by order, because a machine may have 100,000 snapshots. */
    private static <V> NavigableMap<String, V> under(NavigableMap<String, V> byName, String dataset, char separator) {
        return byName.subMap(dataset + separator, false, dataset + (char) (separator + 1), false);
    }

    List<String> clonesOf(String snapshot) {
        return datasets().entrySet().stream()
                .filter(entry -> snapshot.equals(entry.getValue().origin()))
                .map(Map.Entry::getKey)
                .toList();
    }

    long used(String dataset) {
        return tree(dataset).stream()
                .mapToLong(name -> ownBytes(name) + usedBySnapshots(name))
                .sum();
    }

    /** A clone has only what it does not share with its origin. */
    long ownBytes(String name) {
        Dataset dataset = datasets().get(name);
        return dataset.origin() == null ? dataset.referencedBytes() : 64 << 10;
    }

    long allocated(String pool) {
        return datasets().containsKey(pool) ? used(pool) : 0;
    }

    /** ZFS keeps a thirty-second of the pool to itself; a quota of the dataset or of one above it may leave less. */
    long available(String dataset) {
        long size = pools().get(pool(dataset)).sizeBytes();
        long free = size - size / 32 - allocated(pool(dataset));
        for (String above : ancestors(dataset)) {
            Dataset known = datasets().get(above);
            long quota = known == null ? 0 : Long.parseLong(known.properties().getOrDefault("quota", "0"));
            free = quota == 0 ? free : Math.min(free, quota - used(above));
        }
        return Math.max(0, free);
    }

    /** What came to it since its newest snapshot, or since it was cloned. */
    long written(String dataset) {
        List<String> own = snapshotsOf(dataset);
        String before = own.isEmpty() ? datasets().get(dataset).origin() : own.getLast();
        return datasets().get(dataset).referencedBytes() - referenced(before);
    }

    /** By snapshot: what came between it and the one before it, the oldest's since the clone's origin. In one pass, oldest first. */
    Map<String, Long> snapshotsWritten(String dataset) {
        Map<String, Long> written = new LinkedHashMap<>();
        String before = datasets().get(dataset).origin();
        for (String snapshot : snapshotsOf(dataset)) {
            written.put(snapshot, Math.max(0, referenced(snapshot) - referenced(before)));
            before = snapshot;
        }
        return written;
    }

    private long referenced(String snapshot) {
        Snapshot known = snapshot == null ? null : snapshots().get(snapshot);
        return known == null ? 0 : known.referencedBytes();
    }

    long usedBySnapshots(String dataset) {
        return under(snapshots(), dataset, '@').values().stream()
                .mapToLong(Snapshot::usedBytes)
                .sum();
    }

    /** Somebody writes into a dataset. */
    void write(String dataset, long bytes) {
        datasets().computeIfPresent(dataset, (name, known) -> known.referring(known.referencedBytes() + bytes));
        nextTxg(dataset);
        save();
    }

    /** The dataset itself, then its parent, and so on to the pool. */
    static List<String> ancestors(String dataset) {
        List<String> ancestors = new ArrayList<>();
        Stream.iterate(
                        dataset,
                        name -> !name.isEmpty(),
                        name -> name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "")
                .forEach(ancestors::add);
        return ancestors;
    }

    static String pool(String name) {
        return name.split("[/@#]", 2)[0];
    }
}
