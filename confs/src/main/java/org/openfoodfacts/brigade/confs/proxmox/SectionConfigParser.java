package org.openfoodfacts.brigade.confs.proxmox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile.Property;
import org.openfoodfacts.brigade.confs.proxmox.SectionConfig.Entry;

/** Reads section files as PVE::SectionConfig does: a header {@code type: id}, indented {@code key value} lines, an empty line ends it. */
public final class SectionConfigParser {
    private static final Pattern FILE = Pattern.compile("(?:.*/)?(storage|replication|jobs)\\.cfg");
    private static final Pattern HEADER = Pattern.compile("(\\S+):\\s*(\\S+)\\s*");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> ids = new TreeSet<>();
    private Entry open;
    private List<Property> properties = new ArrayList<>();

    private SectionConfigParser(String file) {
        this.file = file;
    }

    public static boolean isSectionFile(String file) {
        return FILE.matcher(file).matches();
    }

    public static Parsed<SectionConfig> parse(String file, String text) {
        SectionConfigParser parser = new SectionConfigParser(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(lines.get(i), i + 1);
        }
        parser.end();
        return new Parsed<>(new SectionConfig(parser.entries), parser.problems);
    }

    private void line(String line, int number) {
        if (line.isBlank()) {
            end();
        } else if (!line.stripLeading().startsWith("#")) {
            if (Character.isWhitespace(line.charAt(0))) {
                property(line.strip(), number);
            } else {
                end();
                header(line, number);
            }
        }
    }

    private void header(String line, int number) {
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            warn(
                    number,
                    "the line is no 'type: id' and begins with no blank, so Proxmox passes over it",
                    "indent it or remove it");
        } else {
            open = new Entry(header.group(1), header.group(2), number, List.of());
            if (!ids.add(open.id())) {
                warn(number, "'" + open.id() + "' stands twice, so Proxmox takes only one of them", "remove the other");
            }
        }
    }

    private void property(String bare, int number) {
        if (open == null) {
            warn(
                    number,
                    "the line belongs to no section, so Proxmox passes over it",
                    "put it below its 'type: id' line");
            return;
        }
        String[] parts = bare.split("\\s+", 2);
        properties.add(new Property(parts[0], parts.length == 1 ? "" : parts[1], number));
    }

    private void end() {
        if (open != null) {
            entries.add(new Entry(open.type(), open.id(), open.line(), properties));
        }
        open = null;
        properties = new ArrayList<>();
    }

    private void warn(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, file, line, 1, "", what, remedy));
    }

    /** The text that parses to the same sections, lines numbered anew. */
    public static String print(SectionConfig config) {
        StringBuilder out = new StringBuilder();
        for (Entry entry : config.entries()) {
            out.append(entry.type()).append(": ").append(entry.id()).append('\n');
            entry.properties()
                    .forEach(p -> out.append(("\t" + p.key() + " " + p.value()).stripTrailing())
                            .append('\n'));
            out.append('\n');
        }
        return out.toString();
    }
}
