package org.openfoodfacts.brigade.suite.simulation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.tools.StateFile;

/** What a simulated machine remembers, in a file of its folder and a log of changes, so that it is the same machine after a restart. Guarded by itself. */
final class SimulatedState {
    private final Path file;
    private final StateLog log;
    private final Content content;

    /** All maps are by full name; {@code bans} by network. */
    record Content(
            Instant bootTime,
            NavigableMap<String, Pool> pools,
            NavigableMap<String, Dataset> datasets,
            NavigableMap<String, Snapshot> snapshots,
            NavigableMap<String, Bookmark> bookmarks,
            NavigableMap<String, Instant> bans,
            NavigableMap<String, Unit> units,
            NavigableMap<String, Partial> partials) {
        Content {
            pools = mutable(pools);
            datasets = mutable(datasets);
            snapshots = mutable(snapshots);
            bookmarks = mutable(bookmarks);
            bans = mutable(bans);
            units = mutable(units);
            partials = mutable(partials);
        }

        NavigableMap<String, ?> table(Table table) {
            return switch (table) {
                case POOLS -> pools;
                case DATASETS -> datasets;
                case SNAPSHOTS -> snapshots;
                case BOOKMARKS -> bookmarks;
                case BANS -> bans;
                case UNITS -> units;
                case PARTIALS -> partials;
            };
        }

        private static <V> NavigableMap<String, V> mutable(NavigableMap<String, V> map) {
            return map == null ? new TreeMap<>() : new TreeMap<>(map);
        }
    }

    enum Table {
        POOLS(Pool.class),
        DATASETS(Dataset.class),
        SNAPSHOTS(Snapshot.class),
        BOOKMARKS(Bookmark.class),
        BANS(Instant.class),
        UNITS(Unit.class),
        PARTIALS(Partial.class);

        private final Class<?> rowType;

        Table(Class<?> rowType) {
            this.rowType = rowType;
        }

        Class<?> rowType() {
            return rowType;
        }
    }

    /** {@code txg} is the last transaction group. */
    record Pool(String guid, long sizeBytes, long txg) {}

    /** Unchangeable, as all rows: what changes is put in its place, so that the log sees a change by looking whether it is another. */
    record Dataset(
            String type,
            String guid,
            long createTxg,
            Instant creation,
            long referencedBytes,
            String origin,
            Map<String, String> properties,
            Boolean mounted) {
        Dataset {
            properties = fixed(properties);
            mounted = mounted == null || mounted;
        }

        Dataset referring(long bytes) {
            return new Dataset(type, guid, createTxg, creation, bytes, origin, properties, mounted);
        }

        Dataset mounted(boolean is) {
            return new Dataset(type, guid, createTxg, creation, referencedBytes, origin, properties, is);
        }

        Dataset clonedFrom(String newOrigin) {
            return new Dataset(type, guid, createTxg, creation, referencedBytes, newOrigin, properties, mounted);
        }

        Dataset having(Map<String, String> newProperties) {
            return new Dataset(type, guid, createTxg, creation, referencedBytes, origin, newProperties, mounted);
        }
    }

    record Snapshot(
            String guid,
            long createTxg,
            Instant creation,
            long usedBytes,
            long referencedBytes,
            Map<String, Instant> holds,
            Map<String, String> properties) {
        Snapshot {
            holds = fixed(holds);
            properties = fixed(properties);
        }

        Snapshot held(Map<String, Instant> newHolds) {
            return new Snapshot(guid, createTxg, creation, usedBytes, referencedBytes, newHolds, properties);
        }

        Snapshot having(Map<String, String> newProperties) {
            return new Snapshot(guid, createTxg, creation, usedBytes, referencedBytes, holds, newProperties);
        }
    }

    record Bookmark(String guid, long createTxg, Instant creation) {}

    /** What {@code zfs receive -s} keeps of a stream that was cut, by the dataset it was for. {@code fromGuid} is null for a full stream. */
    record Partial(ZfsStream.Snap snap, long receivedBytes) {}

    record Unit(String active, String sub, Instant since) {}

    private SimulatedState(Path file, StateLog log, Content content) {
        this.file = file;
        this.log = log;
        this.content = content;
    }

    /** As it was left, or nothing but a boot time. */
    static SimulatedState open(Path file, Instant bootTime) {
        StateLog log = new StateLog(file.resolveSibling("state.log"));
        Content content = StateFile.read(file, Content.class)
                .orElseGet(() -> new Content(bootTime, null, null, null, null, null, null, null));
        boolean changed = log.replay(content);
        SimulatedState state = new SimulatedState(file, log, content);
        if (changed || !Files.exists(file)) {
            state.writeWhole();
        } else {
            log.restart(content);
        }
        return state;
    }

    Content content() {
        return content;
    }

    private static <V> Map<String, V> fixed(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    void save() {
        if (!log.append(content)) {
            writeWhole();
        }
    }

    private void writeWhole() {
        StateFile.write(file, content);
        log.restart(content);
    }
}
