package org.openfoodfacts.brigade.confs.syncoid;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Endpoint;
import org.openfoodfacts.brigade.confs.syncoid.Pull.Option;

/** Reads a syncoid-args.conf as {@code grep -v '^(#|$)' | while read -a} and then syncoid's Getopt::Long do. */
public final class SyncoidArgsParser {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Pull> pulls = new ArrayList<>();

    private SyncoidArgsParser(String file) {
        this.file = file;
    }

    public static Parsed<SyncoidArgs> parse(String file, String text) {
        SyncoidArgsParser parser = new SyncoidArgsParser(file);
        List<String> lines = text.lines().toList();
        StringBuilder joined = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            first = joined.isEmpty() ? i + 1 : first;
            if (Words.goesOn(line)) {
                joined.append(line, 0, line.length() - 1);
            } else {
                parser.line(joined.append(line).toString(), first);
                joined.setLength(0);
            }
        }
        if (!joined.isEmpty()) {
            parser.line(joined.toString(), first);
        }
        return new Parsed<>(new SyncoidArgs(parser.pulls), parser.problems);
    }

    private void line(String line, int number) {
        List<String> words = Words.of(line);
        if (words.isEmpty() || words.getFirst().startsWith("#")) {
            String what =
                    "only a line that is empty or begins with # is left out, so syncoid runs for this one, fails, and the unit with it";
            warn(number, what, "remove the blanks before it");
            return;
        }
        List<Option> options = new ArrayList<>();
        List<String> names = arguments(words, options, number);
        if (names.size() == 2) {
            pulls.add(new Pull(number, options, Endpoint.parse(names.getFirst()), Endpoint.parse(names.getLast())));
            return;
        }
        String what = "syncoid takes one source and one target, the line gives %d (%s), so nothing is pulled"
                .formatted(names.size(), String.join(", ", names));
        boolean quoted = line.contains("\"") || line.contains("'");
        String remedy = quoted
                ? "write the value without blanks: bash's read splits inside quotes too"
                : "write options, source, target and nothing behind them";
        problems.add(new Problem(Problem.Severity.ERROR, file, number, 1, "", what, remedy));
    }

    /** Fills {@code options} and returns what is none. */
    private List<String> arguments(List<String> words, List<Option> options, int number) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                names.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                names.add(word);
                continue;
            }
            String bare = word.substring(word.startsWith("--") ? 2 : 1);
            int equals = bare.indexOf('=');
            String written = equals < 0 ? bare : bare.substring(0, equals);
            String name = SyncoidOptions.find(written).orElse(null);
            if (name == null) {
                unknown(written, number);
            } else if (equals < 0 && SyncoidOptions.takesValue(name)) {
                i++;
                option(name, i < words.size() ? words.get(i) : "", options, number);
            } else {
                option(name, equals < 0 ? "" : bare.substring(equals + 1), options, number);
            }
        }
        return names;
    }

    private void option(String name, String value, List<Option> options, int number) {
        options.add(new Option(name, value));
        boolean quoted = value.startsWith("\"") || value.startsWith("'");
        if (quoted && (name.startsWith("exclude") || name.startsWith("include"))) {
            String what =
                    "--%s=%s: bash's read keeps the quotes, so the pattern matches no dataset and everything is pulled"
                            .formatted(name, value);
            warn(number, what, "write it without quotes");
        }
    }

    private void unknown(String written, int number) {
        String what = "syncoid has no option '" + written + "' and refuses the line, so nothing is pulled";
        DidYouMean.among(written, SyncoidOptions.ALL)
                .ifPresentOrElse(
                        known -> problems.add(new Problem(
                                Problem.Severity.ERROR, file, number, 1, "", what, "did you mean '" + known + "'?")),
                        () -> warn(number, what, "remove it, unless your syncoid is newer than 2.3"));
    }

    private void warn(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.WARNING, file, line, 1, "", what, remedy));
    }

    /** The text that parses to the same pulls, lines numbered anew. */
    public static String print(SyncoidArgs args) {
        StringBuilder out = new StringBuilder();
        for (Pull pull : args.pulls()) {
            for (Option option : pull.options()) {
                boolean valued = SyncoidOptions.takesValue(option.name());
                out.append("--")
                        .append(escaped(option.name()))
                        .append(valued ? "=" + escaped(option.value()) : "")
                        .append(' ');
            }
            out.append("-- ").append(escaped(pull.source().toString()));
            out.append(' ').append(escaped(pull.target().toString())).append('\n');
        }
        return out.toString();
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace(" ", "\\ ").replace("\t", "\\\t");
    }
}
