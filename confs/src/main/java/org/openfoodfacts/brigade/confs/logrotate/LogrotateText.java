package org.openfoodfacts.brigade.confs.logrotate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Block;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Directive;
import org.openfoodfacts.brigade.confs.logrotate.LogrotateFile.Script;

/** Parses and prints logrotate's files, see logrotate.conf(5). Directives outside of a block are passed over. */
public final class LogrotateText {
    private static final Pattern FILE = Pattern.compile("(?:.*/)?(?:logrotate\\.d/[^/]+|logrotate\\.conf)");
    private static final Pattern PATH = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"'{]+)");
    private static final Set<String> SCRIPTS =
            Set.of("prerotate", "postrotate", "firstaction", "lastaction", "preremove");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private List<String> paths = new ArrayList<>();
    private List<Directive> directives = new ArrayList<>();
    private List<Script> scripts = new ArrayList<>();
    private int pathsLine;
    private boolean inBlock;

    private LogrotateText(String file) {
        this.file = file;
    }

    public static boolean isLogrotateFile(String file) {
        return FILE.matcher(file).matches();
    }

    public static Parsed<LogrotateFile> parse(String file, String text) {
        LogrotateText parser = new LogrotateText(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (parser.inBlock && SCRIPTS.contains(line)) {
                i = parser.script(line, lines, i + 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                parser.line(line, i + 1);
            }
        }
        if (parser.inBlock) {
            parser.error(lines.size(), "the block has no end, so logrotate passes over the file", "close it with '}'");
            parser.endBlock();
        }
        return new Parsed<>(new LogrotateFile(parser.blocks), parser.problems);
    }

    /** Returns the index of the line that ends it. */
    private int script(String kind, List<String> lines, int from) {
        int end = from;
        while (end < lines.size() && !lines.get(end).strip().equals("endscript")) {
            end++;
        }
        if (end == lines.size()) {
            error(from, kind + " has no endscript, so logrotate passes over the file", "end it with 'endscript'");
        }
        scripts.add(new Script(kind, lines.subList(from, end), from + 1));
        return end;
    }

    private void line(String line, int number) {
        if (inBlock) {
            if (line.equals("}")) {
                endBlock();
            } else {
                directive(line, number);
            }
        } else {
            int brace = line.indexOf('{');
            paths(brace < 0 ? line : line.substring(0, brace), number);
            if (brace >= 0) {
                inBlock = true;
                String rest = line.substring(brace + 1).strip();
                if (!rest.isEmpty()) {
                    line(rest, number);
                }
            }
        }
    }

    private void paths(String line, int number) {
        if (paths.isEmpty() && !line.startsWith("/") && !line.startsWith("\"") && !line.startsWith("'")) {
            return; // a directive for all
        }
        pathsLine = paths.isEmpty() ? number : pathsLine;
        Matcher path = PATH.matcher(line);
        while (path.find()) {
            paths.add(path.group(1) != null ? path.group(1) : path.group(2) != null ? path.group(2) : path.group(3));
        }
    }

    private void directive(String line, int number) {
        String[] parts = line.split("[\\s=]+", 2);
        directives.add(new Directive(parts[0], parts.length < 2 ? "" : parts[1], number));
    }

    private void endBlock() {
        blocks.add(new Block(paths, directives, scripts, pathsLine));
        paths = new ArrayList<>();
        directives = new ArrayList<>();
        scripts = new ArrayList<>();
        inBlock = false;
    }

    private void error(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, line, 1, "", what, remedy));
    }

    /** The text that parses to the same file, lines numbered anew. */
    public static String print(LogrotateFile file) {
        StringBuilder out = new StringBuilder();
        for (Block block : file.blocks()) {
            block.paths().forEach(path -> out.append('"').append(path).append("\" "));
            out.append("{\n");
            block.directives()
                    .forEach(d ->
                            out.append(d.name()).append(' ').append(d.value()).append('\n'));
            block.scripts().forEach(s -> {
                out.append(s.kind()).append('\n');
                s.lines().forEach(line -> out.append(line).append('\n'));
                out.append("endscript\n");
            });
            out.append("}\n");
        }
        return out.toString();
    }
}
