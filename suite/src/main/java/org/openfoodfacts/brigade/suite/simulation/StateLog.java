package org.openfoodfacts.brigade.suite.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Table;

/**
 * What changed in a simulated machine's tables since its state was last written as a whole: a line of JSON per change, so that to save
 * costs what changed and not what there is. A last line that was cut short never happened. It outlives its process, not a power cut: what is simulated
 * is worth no waiting for a disk.
 */
final class StateLog {
    private static final int LONGEST = 2000; // lines; then the whole is written again

    private final Path file;
    private final Map<Table, Map<String, Object>> saved = new HashMap<>();
    private int lines;

    /** {@code value} is null when the row is gone. */
    record Change(Table table, String key, Object value) {}

    StateLog(Path file) {
        this.file = file;
    }

    /** Puts into the tables what the log says. True when it says anything. */
    boolean replay(SimulatedState.Content content) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            String text = Files.readString(file);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> apply(line, content));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private void apply(String line, SimulatedState.Content content) {
        try {
            JsonNode change = Json.mapper().readTree(line);
            Table table = Table.valueOf(change.path("table").textValue());
            put(content, table, change.path("key").textValue(), change.path("value"));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " has a line that is no change: " + line, e);
        }
    }

    private static void put(SimulatedState.Content content, Table table, String key, JsonNode value)
            throws JsonProcessingException {
        @SuppressWarnings("unchecked") // the table says what it holds
        NavigableMap<String, Object> rows = (NavigableMap<String, Object>) content.table(table);
        if (value.isNull() || value.isMissingNode()) {
            rows.remove(key);
        } else {
            rows.put(key, Json.mapper().treeToValue(value, table.rowType()));
        }
    }

    /** The whole has been written: the log starts anew. */
    void restart(SimulatedState.Content content) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed", e);
        }
        lines = 0;
        changes(content);
    }

    /** False, with nothing written, when it has become so long that the whole should be written instead. */
    boolean append(SimulatedState.Content content) {
        List<Change> changes = changes(content);
        lines += changes.size();
        if (lines > LONGEST) {
            return false;
        }
        StringBuilder text = new StringBuilder();
        for (Change change : changes) {
            text.append(line(change)).append('\n');
        }
        write(text.toString());
        return true;
    }

    private static String line(Change change) {
        try {
            return Json.mapper().writeValueAsString(change);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row cannot be written", e);
        }
    }

    private void write(String text) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            lines = LONGEST; // what was written of it is unknown, so the whole comes next
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Rows do not change: another one is what changed. To compare what 100,000 hold would cost more than to save. */
    @SuppressWarnings("ReferenceEquality")
    private List<Change> changes(SimulatedState.Content content) {
        List<Change> changes = new ArrayList<>();
        for (Table table : Table.values()) {
            Map<String, Object> before = saved.computeIfAbsent(table, _ -> new HashMap<>());
            NavigableMap<String, ?> now = content.table(table);
            now.forEach((key, row) -> {
                if (before.get(key) != row) {
                    changes.add(new Change(table, key, row));
                    before.put(key, row);
                }
            });
            if (before.size() > now.size()) {
                before.keySet().removeIf(key -> isGone(key, now, table, changes));
            }
        }
        return changes;
    }

    private static boolean isGone(String key, NavigableMap<String, ?> now, Table table, List<Change> changes) {
        return !now.containsKey(key) && changes.add(new Change(table, key, null));
    }
}
