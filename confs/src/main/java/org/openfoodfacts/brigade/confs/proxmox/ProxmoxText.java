package org.openfoodfacts.brigade.confs.proxmox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile.Property;
import org.openfoodfacts.brigade.confs.proxmox.ProxmoxFile.Section;

/** Parses and prints the lines of a Proxmox guest file, LXC or QEMU; what a key means is not judged here. */
public final class ProxmoxText {
    private static final Pattern SECTION = Pattern.compile("\\[([A-Za-z][A-Za-z0-9_:-]*)]\\s*");
    private static final Pattern LXC_KEY = Pattern.compile("(lxc\\.[a-z0-9_.-]+)(?::|\\s*=)\\s*(.*?)\\s*");
    private static final Pattern KEY = Pattern.compile("([a-z][a-z0-9_-]*):\\s*(\\S(?:.*\\S)?)\\s*");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private String section;
    private int sectionLine;
    private StringBuilder description = new StringBuilder();
    private List<Property> properties = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private ProxmoxText(String file) {
        this.file = file;
    }

    public static Parsed<ProxmoxFile> parse(String file, String text) {
        ProxmoxText parser = new ProxmoxText(file);
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            parser.line(lines[i], i + 1);
        }
        parser.endSection();
        Section main = parser.sections.removeFirst();
        return new Parsed<>(new ProxmoxFile(main.description(), main.properties(), parser.sections), parser.problems);
    }

    private void line(String line, int number) {
        if (line.isBlank()) {
            return;
        }
        Matcher header = SECTION.matcher(line);
        if (header.matches()) {
            endSection();
            section = header.group(1);
            sectionLine = number;
        } else if (line.startsWith("#")) {
            description.append(PercentEncoding.decode(line.substring(1))).append('\n');
        } else {
            property(line, number);
        }
    }

    private void property(String line, int number) {
        Matcher lxc = LXC_KEY.matcher(line);
        Matcher key = KEY.matcher(line);
        if (lxc.matches()) {
            properties.add(new Property(lxc.group(1), lxc.group(2), number));
        } else if (!key.matches()) {
            warn(number, "", "the line is no 'key: value'", "Proxmox ignores it: mend or remove it");
        } else if (key.group(1).equals("description")) {
            description.append(PercentEncoding.decode(key.group(2))).append('\n');
        } else {
            if (!seen.add(key.group(1))) {
                warn(number, key.group(1), "the key stands twice", "Proxmox takes the last: remove the others");
            }
            properties.add(new Property(key.group(1), key.group(2), number));
        }
    }

    private void endSection() {
        sections.add(new Section(section, description.toString().stripTrailing(), properties, sectionLine));
        description = new StringBuilder();
        properties = new ArrayList<>();
        seen.clear();
    }

    private void warn(int line, String field, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, file, line, 1, field, what, remedy));
    }

    /** The text that parses to the same file, lines numbered anew. */
    public static String print(ProxmoxFile file) {
        StringBuilder out = new StringBuilder();
        print(out, file.description(), file.properties());
        for (Section section : file.sections()) {
            out.append('\n').append('[').append(section.name()).append("]\n");
            print(out, section.description(), section.properties());
        }
        return out.toString();
    }

    private static void print(StringBuilder out, String description, List<Property> properties) {
        if (!description.isEmpty()) {
            description
                    .lines()
                    .forEach(l ->
                            out.append('#').append(PercentEncoding.encode(l)).append('\n'));
        }
        properties.forEach(
                p -> out.append(p.key()).append(": ").append(p.value()).append('\n'));
    }
}
