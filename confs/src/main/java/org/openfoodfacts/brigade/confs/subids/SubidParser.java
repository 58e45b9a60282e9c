package org.openfoodfacts.brigade.confs.subids;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

/** Parses {@code /etc/subuid} and {@code /etc/subgid}, which know no comments: shadow passes over every line that is not of three fields. */
public final class SubidParser {
    private static final Pattern LINE = Pattern.compile("([^:\\s]+):(\\d{1,10}):(\\d{1,10})\\s*");

    private SubidParser() {}

    public static Parsed<List<SubidRange>> parse(String file, String text) {
        List<SubidRange> ranges = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                long start = Long.parseLong(matcher.group(2));
                ranges.add(new SubidRange(matcher.group(1), start, Long.parseLong(matcher.group(3)), number));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                problems.add(noRange(file, number, line));
            }
        }
        return new Parsed<>(List.copyOf(ranges), problems);
    }

    private static Problem noRange(String file, int number, String line) {
        String what = "'" + line.strip() + "' is no range of ids, so it is passed over and its owner gets none";
        return new Problem(Problem.Severity.WARNING, file, number, 1, "", what, "write user:first id:count");
    }

    public static String print(List<SubidRange> ranges) {
        return ranges.stream()
                .map(range -> range.owner() + ":" + range.start() + ":" + range.count() + "\n")
                .collect(Collectors.joining());
    }
}
