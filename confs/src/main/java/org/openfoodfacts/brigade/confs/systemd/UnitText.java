package org.openfoodfacts.brigade.confs.systemd;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Section;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** Parses and prints unit files as systemd's conf-parser.c reads them; what a key means is not judged here. */
public final class UnitText {
    private static final String BLANKS = " \t\r";

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private String section;
    private int sectionLine;
    private List<Setting> settings = new ArrayList<>();

    private UnitText(String file) {
        this.file = file;
    }

    public static Parsed<UnitFile> parse(String file, String text) {
        UnitText parser = new UnitText(file);
        parser.lines(text.startsWith("\uFEFF") ? text.substring(1) : text);
        parser.endSection();
        return new Parsed<>(new UnitFile(parser.sections), parser.problems);
    }

    /** A comment within a continued line is passed over, a blank one ends it. */
    private void lines(String text) {
        String[] lines = text.split("\n", -1);
        StringBuilder continued = new StringBuilder();
        int start = 0;
        for (int i = 0; i < lines.length; i++) {
            String line = stripLeading(lines[i]);
            if (line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            start = continued.isEmpty() ? i + 1 : start;
            continued.append(line);
            if (endsEscaped(line)) {
                continued.setCharAt(continued.length() - 1, ' ');
            } else {
                line(strip(continued.toString()), start);
                continued.setLength(0);
            }
        }
        line(strip(continued.toString()), start);
    }

    private static boolean endsEscaped(String line) {
        String whole = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        int backslashes = 0;
        while (backslashes < whole.length() && whole.charAt(whole.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1 && whole.length() == line.length();
    }

    private void line(String line, int number) {
        if (line.isEmpty()) {
            return;
        }
        if (line.startsWith("[")) {
            header(line, number);
            return;
        }
        int equals = line.indexOf('=');
        if (equals <= 0) {
            warn(number, "the line is no 'Key=value'", "systemd ignores it: mend or remove it");
        } else if (section == null) {
            warn(
                    number,
                    "the setting stands before the first section",
                    "systemd ignores it: put it below its [Section]");
        } else {
            settings.add(new Setting(strip(line.substring(0, equals)), strip(line.substring(equals + 1)), number));
        }
    }

    private void header(String line, int number) {
        if (!line.endsWith("]")) {
            warn(
                    number,
                    "'" + line + "' is no section header",
                    "systemd ignores it: write [Section] and nothing behind");
            return;
        }
        endSection();
        section = line.substring(1, line.length() - 1);
        sectionLine = number;
    }

    private void endSection() {
        if (section != null) {
            sections.add(new Section(section, sectionLine, settings));
        }
        settings = new ArrayList<>();
    }

    private void warn(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, file, line, 1, "", what, remedy));
    }

    private static String strip(String text) {
        int end = text.length();
        while (end > 0 && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return stripLeading(text.substring(0, end));
    }

    private static String stripLeading(String text) {
        int start = 0;
        while (start < text.length() && BLANKS.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
    }

    /** The text that parses to the same file, lines numbered anew. */
    public static String print(UnitFile file) {
        StringBuilder out = new StringBuilder();
        for (Section section : file.sections()) {
            out.append('[').append(section.name()).append("]\n");
            section.settings()
                    .forEach(s ->
                            out.append(s.key()).append('=').append(s.value()).append('\n'));
            out.append('\n');
        }
        return out.toString();
    }
}
