package org.openfoodfacts.brigade.confs.settings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.settings.Settings.Setting;

/**
 * Reads of a service's file what it listens on and whom it asks for a password. It objects to nothing: what the other settings mean, and
 * whether they are right, is not known here.
 */
public final class SettingsParser {
    private static final Pattern NESTED = Pattern.compile("( *)([\\w.]+)\\s*:(\\s.*|)");
    private static final Pattern LETTER = Pattern.compile("-([a-zA-Z])\\s*(.*)");
    private static final Pattern INLINE = Pattern.compile("([\\w.]+)\\s*:\\s*([^,{}]*)");
    private static final Pattern FLAT = Pattern.compile("\\s*([\\w.-]+)(?:\\s*=\\s*|\\s+)(\\S.*)");

    private SettingsParser() {}

    /** {@code key value}, as in redis.conf, munin-node.conf, and with {@code =} postgresql.conf. */
    public static Parsed<Settings> flat(String text) {
        List<Setting> settings = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher setting = FLAT.matcher(withoutComment(lines.get(i)));
            if (setting.matches()) {
                settings.add(setting(setting.group(1), setting.group(2), i + 1));
            }
        }
        return of(settings);
    }

    /** Options as on a command line, one per line: {@code -l 127.0.0.1}, {@code --listen=…}; the key is without its dashes. */
    public static Parsed<Settings> options(String text) {
        List<Setting> settings = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i)).strip();
            for (int at = line.startsWith("-") ? 0 : -1; at >= 0; at = nextOption(line, at)) {
                int end = nextOption(line, at);
                settings.add(option(line.substring(at, end < 0 ? line.length() : end), i + 1));
            }
        }
        return of(settings);
    }

    private static int nextOption(String line, int from) {
        int blank = line.indexOf(" -", from + 1);
        return blank < 0 ? -1 : blank + 1;
    }

    /** {@code -l x}, {@code -lx}, {@code --listen=x}. Letters tell -s and -S apart, so the case stays. */
    private static Setting option(String option, int line) {
        Matcher letter = LETTER.matcher(option);
        String[] words =
                letter.matches() ? new String[] {"-" + letter.group(1), letter.group(2)} : option.split("[\\s=]+", 2);
        return new Setting(words[0].replaceFirst("^--?", ""), words.length > 1 ? words[1].strip() : "", line);
    }

    /** mongod.conf: mappings by their indentation, or {@code key = value} as before version 2.6. */
    public static Parsed<Settings> nested(String text) {
        List<Setting> settings = new ArrayList<>();
        Deque<Level> path = new ArrayDeque<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i));
            Matcher nested = NESTED.matcher(line);
            Matcher flat = FLAT.matcher(line);
            if (nested.matches()) {
                int indent = nested.group(1).length();
                while (!path.isEmpty() && path.peek().indent >= indent) {
                    path.pop();
                }
                String key = path.isEmpty() ? nested.group(2) : path.peek().key + "." + nested.group(2);
                path.push(new Level(key, indent));
                String value = nested.group(3).strip();
                settings.add(setting(key, value, i + 1));
                if (value.startsWith("{")) {
                    int number = i + 1;
                    INLINE.matcher(value)
                            .results()
                            .forEach(
                                    inner -> settings.add(setting(key + "." + inner.group(1), inner.group(2), number)));
                }
            } else if (flat.matches() && line.contains("=")) {
                settings.add(setting(flat.group(1), flat.group(2), i + 1));
            }
        }
        return of(settings);
    }

    private record Level(String key, int indent) {}

    private static Setting setting(String key, String value, int line) {
        return new Setting(key.toLowerCase(Locale.ROOT), unquoted(value.strip()), line);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("'") || value.startsWith("\""))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String withoutComment(String line) {
        if (line.strip().startsWith("#")) {
            return "";
        }
        int comment = line.indexOf(" #");
        int tab = line.indexOf("\t#");
        int at = comment < 0 ? tab : tab < 0 ? comment : Math.min(comment, tab);
        return at < 0 ? line : line.substring(0, at);
    }

    private static Parsed<Settings> of(List<Setting> settings) {
        return new Parsed<>(new Settings(settings), List.of());
    }
}
