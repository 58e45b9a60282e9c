package org.openfoodfacts.brigade.agent.facts;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.agent.tools.ToolNumbers;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;

/**
 * The text of {@code zpool status -p} with its times in UTC: the form for people, because the one for programs came only with OpenZFS 2.3.
 * Of the tree of devices it takes each that has errors of its own, and each without others below it that is in another state than well.
 */
final class PoolStatusLines {
    private static final Set<String> WELL = Set.of("ONLINE", "AVAIL", "INUSE");
    private static final int MOST_DEVICES = 100;
    private static final Pattern FIELD = Pattern.compile(" *(pool|state|scan|config|errors):(?: (.*))?");
    private static final Pattern SCRUBBED = Pattern.compile("scrub repaired .* with \\d+ errors on (.*)");
    private static final Pattern DATA_ERRORS = Pattern.compile("(\\d+) data errors.*");
    private static final Pattern DEVICE =
            Pattern.compile("\\t( *)(\\S.*?) +([A-Z]+)(?: +(\\d+) +(\\d+) +(\\d+))?(?: .*|)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ENGLISH);

    private final List<PoolStatus> pools = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private String name;
    private String state;
    private Instant scrubbedAt;

    private record Row(int depth, Device device) {
        boolean hasErrors() {
            return device.readErrors() + device.writeErrors() + device.checksumErrors() > 0;
        }
    }

    private PoolStatusLines() {}

    /** Of a pool that could not be opened, since disks are missing, zpool tells no errors of data: its devices are told all the same. */
    static List<PoolStatus> parse(List<String> lines) {
        PoolStatusLines all = new PoolStatusLines();
        lines.forEach(all::read);
        all.end("");
        return all.pools;
    }

    private void read(String line) {
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
            device(line);
            return;
        }
        String value = field.group(2);
        switch (field.group(1)) {
            case "pool" -> begin(value);
            case "state" -> state = value;
            case "scan" -> scrubbedAt = scrubbedAt(value);
            case "errors" -> end(value);
            default -> rows.clear(); // the devices follow
        }
    }

    private void begin(String pool) {
        end("");
        startAnew(pool);
    }

    private void startAnew(String pool) {
        name = pool;
        state = null;
        scrubbedAt = null;
        rows.clear();
    }

    private void end(String errors) {
        if (name != null && state != null) {
            pools.add(new PoolStatus(name, state, scrubbedAt, dataErrors(errors), unwell()));
        }
        startAnew(null);
    }

    private void device(String line) {
        Matcher row = DEVICE.matcher(line);
        if (row.matches() && !row.group(2).equals("NAME")) {
            rows.add(new Row(
                    row.group(1).length(),
                    new Device(row.group(2), row.group(3), count(row, 4), count(row, 5), count(row, 6))));
        }
    }

    private static long count(Matcher row, int group) {
        return ToolNumbers.longOr(row.group(group), 0);
    }

    private List<Device> unwell() {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < rows.size() && devices.size() < MOST_DEVICES; i++) {
            Row row = rows.get(i);
            boolean isLeaf = i + 1 == rows.size() || rows.get(i + 1).depth <= row.depth;
            if (row.hasErrors() || (isLeaf && !WELL.contains(row.device.state()))) {
                devices.add(row.device);
            }
        }
        return devices;
    }

    private static Instant scrubbedAt(String scan) {
        Matcher scrubbed = SCRUBBED.matcher(scan);
        if (!scrubbed.matches()) {
            return null;
        }
        try {
            return LocalDateTime.parse(scrubbed.group(1).replaceAll(" +", " "), TIME)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    private static Long dataErrors(String errors) {
        Matcher counted = DATA_ERRORS.matcher(errors);
        return counted.matches()
                ? Long.valueOf(ToolNumbers.longOr(counted.group(1), 0))
                : errors.startsWith("No known data errors") ? 0L : null;
    }
}
