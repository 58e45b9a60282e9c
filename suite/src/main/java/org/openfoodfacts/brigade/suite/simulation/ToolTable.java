package org.openfoodfacts.brigade.suite.simulation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows as zfs and zpool print them: tabs and no header for scripts ({@code -H}), else aligned columns below a header. */
final class ToolTable {
    private static final Set<String> SIZES = Set.of("used", "available", "referenced", "size", "allocated", "free");
    private static final DateTimeFormatter CREATION = DateTimeFormatter.ofPattern("EEE MMM ppd H:mm yyyy", Locale.ROOT);

    private ToolTable() {}

    static String render(List<String> header, List<List<String>> rows, boolean script) {
        if (script) {
            return rows.stream().map(row -> String.join("\t", row) + "\n").collect(Collectors.joining());
        }
        List<List<String>> all = new ArrayList<>();
        all.add(header.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        all.addAll(rows);
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int here = column;
                int width = all.stream()
                        .mapToInt(other -> other.get(here).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** An exact value as zfs shows it to people. */
    static String human(String property, String exact) {
        if (!exact.matches("\\d+")) {
            return exact;
        }
        if (property.equals("creation")) {
            return CREATION.format(Instant.ofEpochSecond(Long.parseLong(exact)).atZone(ZoneId.systemDefault()));
        }
        return SIZES.contains(property) ? size(Long.parseLong(exact)) : exact;
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 5) {
            value /= 1024;
            unit++;
        }
        String number = String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
        return number + "KMGTPE".charAt(unit);
    }
}
