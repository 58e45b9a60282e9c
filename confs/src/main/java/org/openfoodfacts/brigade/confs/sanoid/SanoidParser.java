package org.openfoodfacts.brigade.confs.sanoid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Exclusion;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;

/**
 * Reads a sanoid.conf as Config::IniFiles 3.0 does ({@code _ReadConfig_handle_line}): comments are whole lines that begin with # or ;, sections
 * of one name are merged, one line that is neither section, comment nor {@code key=value} makes the whole file unreadable.
 */
public final class SanoidParser {
    private static final Pattern UNCHECKED = Pattern.compile("\\s*#\\s*no_sanoid_checks:(.*)");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Map<String, Setting>> sections = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<Exclusion> unchecked = new ArrayList<>();
    private String section;
    private String hereMark;
    private int hereLine;

    private SanoidParser(String file) {
        this.file = file;
    }

    public static Parsed<SanoidFile> parse(String file, String text) {
        SanoidParser parser = new SanoidParser(file);
        String[] lines = text.split("\n", -1);
        boolean carriageReturns = lines[0].endsWith("\r");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            boolean cut = carriageReturns && line.endsWith("\r");
            parser.line(cut ? line.substring(0, line.length() - 1) : line, i + 1);
        }
        parser.end();
        if (parser.sections.isEmpty() && parser.problems.isEmpty()) {
            parser.error(
                    0, "", "sanoid refuses a file without any section, so no snapshot is taken or pruned", "add one");
        }
        List<Section> sections = new ArrayList<>();
        parser.sections.forEach((name, settings) ->
                sections.add(new Section(name, parser.lines.get(name), List.copyOf(settings.values()))));
        return new Parsed<>(new SanoidFile(sections, parser.unchecked), parser.problems);
    }

    private void line(String line, int number) {
        String bare = line.strip();
        if (hereMark != null) {
            hereMark = line.equals(hereMark) ? null : hereMark;
        } else if (bare.startsWith("#") || bare.startsWith(";")) {
            exclusions(line, number);
        } else if (bare.length() > 2
                && bare.startsWith("[")
                && bare.endsWith("]")
                && inner(bare).length() > 0) {
            header(inner(bare), number);
        } else if (bare.indexOf('=') > 0) {
            setting(line, bare.indexOf('='), number);
        } else if (!bare.isEmpty()) {
            String what =
                    "the line is neither [section] nor key=value, so sanoid refuses the whole file and nothing is taken or pruned";
            error(number, "", what, "mend it, or make it a comment with # at its beginning");
        }
    }

    private void end() {
        if (hereMark != null) {
            String what =
                    "the text that begins here has no end, so sanoid refuses the whole file and nothing is taken or pruned";
            error(
                    hereLine,
                    "",
                    what,
                    "write '" + hereMark + "' on a line of its own behind it, or write the value on this line");
        }
    }

    private static String inner(String header) {
        return header.substring(1, header.length() - 1).strip();
    }

    private void exclusions(String line, int number) {
        Matcher comment = UNCHECKED.matcher(line);
        if (comment.matches()) {
            for (String dataset : comment.group(1).split(":")) {
                if (!dataset.isBlank()) {
                    unchecked.add(new Exclusion(dataset.strip(), number));
                }
            }
        }
    }

    private void header(String name, int number) {
        section = name;
        if (lines.putIfAbsent(name, number) != null) {
            String what =
                    "the section stands twice (first in line %d): sanoid takes both for one, readers see the first"
                            .formatted(lines.get(name));
            warn(number, "[" + name + "]", what, "write its keys into one section");
        }
        sections.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }

    private void setting(String line, int equals, int number) {
        String bare = line.stripLeading();
        String key = bare.substring(0, equals).stripTrailing();
        String value = bare.substring(equals + 1).stripLeading();
        if (section == null) {
            error(
                    number,
                    key,
                    "the key stands before the first section, so sanoid refuses the whole file",
                    "move it into one");
            return;
        }
        hereMark = value.startsWith("<<") ? value.substring(2) : null;
        hereLine = number;
        if (!SanoidKeys.ALL.contains(key)) {
            String what = "sanoid does not know this key and ends at once, so no snapshot is taken or pruned";
            error(
                    number,
                    key,
                    what,
                    DidYouMean.among(key, SanoidKeys.ALL)
                            .map(known -> "did you mean '" + known + "'?")
                            .orElse("remove it"));
        }
        Map<String, Setting> settings = sections.get(section);
        Setting before = settings.get(key);
        if (before != null) {
            String what =
                    "the key stands twice in [%s] (first in line %d): sanoid makes a list of both, which means neither"
                            .formatted(section, before.line());
            error(number, key, what, "remove one of them");
        }
        settings.put(
                key, new Setting(key, before == null ? value : Setting.TWICE, before == null ? number : before.line()));
    }

    private void error(int line, String field, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, line, line == 0 ? 0 : 1, field, what, remedy));
    }

    private void warn(int line, String field, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, file, line, 1, field, what, remedy));
    }

    /** The text that parses to the same file, lines numbered anew. */
    public static String print(SanoidFile file) {
        StringBuilder out = new StringBuilder();
        file.unchecked()
                .forEach(e ->
                        out.append("# no_sanoid_checks:").append(e.dataset()).append('\n'));
        for (Section section : file.sections()) {
            out.append('[').append(section.name()).append("]\n");
            section.settings()
                    .forEach(s ->
                            out.append(s.key()).append('=').append(s.value()).append('\n'));
        }
        return out.toString();
    }
}
