package org.openfoodfacts.brigade.confs.fail2ban;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Option;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Section;

/**
 * Reads a file as fail2ban 0.10 and later does, with Python's strict ConfigParser: a section or option that stands twice, or a line that is
 * neither, makes it refuse the file; {@code ;} after a blank begins a comment.
 */
public final class BanFileParser {
    /** The one section that may repeat. */
    private static final String DEFAULT = "DEFAULT";

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Head> heads = new HashMap<>();
    private final List<Head> order = new ArrayList<>();
    private Head current;
    private Entry entry;
    private int indent;

    /** A value that may still be continued. */
    private record Entry(String name, StringBuilder value, int line) {}

    private record Head(String name, int line, Map<String, Integer> seen, List<Entry> entries) {}

    private BanFileParser(String file) {
        this.file = file;
    }

    public static Parsed<BanFile> parse(String file, String text) {
        BanFileParser parser = new BanFileParser(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(lines.get(i), i + 1);
        }
        return new Parsed<>(
                new BanFile(parser.order.stream().map(BanFileParser::section).toList()), parser.problems);
    }

    private static Section section(Head head) {
        List<Option> options = head.entries.stream()
                .map(e -> new Option(e.name, e.value.toString().strip(), e.line))
                .toList();
        return new Section(head.name, head.line, options);
    }

    private void line(String raw, int number) {
        String line = withoutComment(raw);
        String stripped = line.strip();
        if (stripped.isEmpty()) {
            return;
        }
        int leading = line.length() - line.stripLeading().length();
        if (entry != null && leading > indent) {
            entry.value.append('\n').append(stripped);
            return;
        }
        indent = leading;
        entry = null;
        int end = stripped.lastIndexOf(']');
        if (stripped.startsWith("[") && end > 1) {
            head(stripped.substring(1, end), number);
        } else if (current == null) {
            error(
                    number,
                    "the line stands before the first section, so fail2ban refuses the file",
                    "put it below [Definition] or a jail");
        } else {
            option(stripped, number);
        }
    }

    private void head(String name, int line) {
        Head before = heads.get(name);
        if (before != null && name.equals(DEFAULT)) {
            current = before;
            return;
        }
        if (before != null) {
            error(
                    line,
                    "the section [" + name + "] stands already in line " + before.line
                            + ", so fail2ban refuses the file and" + " does not start",
                    "join the two, or give this one another name");
            current = before;
            return;
        }
        current = new Head(name, line, new HashMap<>(), new ArrayList<>());
        heads.put(name, current);
        order.add(current);
    }

    private void option(String line, int number) {
        int at = delimiter(line);
        if (at < 1) {
            error(
                    number,
                    "'" + line + "' is neither a section nor an option, so fail2ban refuses the file",
                    "write option = value");
            return;
        }
        String name = line.substring(0, at).strip().toLowerCase(Locale.ROOT);
        Integer before = current.seen.putIfAbsent(name, number);
        if (before != null) {
            error(
                    number,
                    "'" + name + "' stands already in line " + before + " of [" + current.name
                            + "], so fail2ban refuses the" + " file and does not start",
                    "remove one of them");
        }
        entry = new Entry(name, new StringBuilder(line.substring(at + 1).strip()), number);
        if (before == null) {
            current.entries.add(entry);
        }
    }

    private static int delimiter(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }

    private static String withoutComment(String line) {
        String stripped = line.strip();
        if (stripped.startsWith("#") || stripped.startsWith(";")) {
            return "";
        }
        for (int at = line.indexOf(';'); at >= 0; at = line.indexOf(';', at + 1)) {
            if (at > 0 && Character.isWhitespace(line.charAt(at - 1))) {
                return line.substring(0, at);
            }
        }
        return line;
    }

    private void error(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, line, 1, "", what, remedy));
    }

    /** The text of a file; parsing it gives the same again but for the lines. */
    public static String print(BanFile file) {
        StringBuilder text = new StringBuilder();
        for (Section section : file.sections()) {
            text.append('[').append(section.name()).append("]\n");
            section.options()
                    .forEach(o -> text.append(o.name())
                            .append(" = ")
                            .append(o.value().replace("\n", "\n  "))
                            .append('\n'));
        }
        return text.toString();
    }
}
