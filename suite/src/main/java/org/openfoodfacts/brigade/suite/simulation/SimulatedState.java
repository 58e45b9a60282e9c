package org.openfoodfacts.brigade.suite.simulation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.tools.StateFile;

/** What a simulated machine remembers, in one file of its folder, so that it is the same machine after a restart. Guarded by itself. */
final class SimulatedState {
    private final Path file;
    private final Content content;

    /** All maps are by full name; {@code bans} by network. */
    record Content(
            Instant bootTime,
            NavigableMap<String, Pool> pools,
            NavigableMap<String, Dataset> datasets,
            NavigableMap<String, Snapshot> snapshots,
            NavigableMap<String, Bookmark> bookmarks,
            NavigableMap<String, Instant> bans,
            NavigableMap<String, Unit> units) {
        Content {
            pools = mutable(pools);
            datasets = mutable(datasets);
            snapshots = mutable(snapshots);
            bookmarks = mutable(bookmarks);
            bans = mutable(bans);
            units = mutable(units);
        }

        private static <V> NavigableMap<String, V> mutable(NavigableMap<String, V> map) {
            return map == null ? new TreeMap<>() : new TreeMap<>(map);
        }
    }

    /** {@code txg} is the last transaction group. */
    record Pool(String guid, long sizeBytes, long txg) {}

    record Dataset(
            String type,
            String guid,
            long createTxg,
            Instant creation,
            long referencedBytes,
            String origin,
            Map<String, String> properties) {}

    record Snapshot(
            String guid,
            long createTxg,
            Instant creation,
            long usedBytes,
            long referencedBytes,
            Map<String, Instant> holds,
            Map<String, String> properties) {}

    record Bookmark(String guid, long createTxg, Instant creation) {}

    record Unit(String active, String sub, Instant since) {}

    private SimulatedState(Path file, Content content) {
        this.file = file;
        this.content = content;
    }

    /** As it was left, or nothing but a boot time. */
    static SimulatedState open(Path file, Instant bootTime) {
        return new SimulatedState(
                file,
                StateFile.read(file, Content.class)
                        .orElseGet(() -> new Content(bootTime, null, null, null, null, null, null)));
    }

    Content content() {
        return content;
    }

    void save() {
        StateFile.write(file, content);
    }
}
