package org.openfoodfacts.brigade.suite.simulation;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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

    /** What is set on a dataset or snapshot itself, to be changed and put back with {@link #setProperties}. */
    Optional<Map<String, String>> properties(String name) {
        return name.contains("@")
                ? Optional.ofNullable(snapshots().get(name)).map(snapshot -> new TreeMap<>(snapshot.properties()))
                : Optional.ofNullable(datasets().get(name)).map(dataset -> new TreeMap<>(dataset.properties()));
    }

    void setProperties(String name, Map<String, String> properties) {
        snapshots().computeIfPresent(name, (_, snapshot) -> snapshot.having(properties));
        datasets().computeIfPresent(name, (_, dataset) -> dataset.having(properties));
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

    Collection<Snapshot> snapshotsIn(String dataset) {
        return under(snapshots(), dataset, '@').values();
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
