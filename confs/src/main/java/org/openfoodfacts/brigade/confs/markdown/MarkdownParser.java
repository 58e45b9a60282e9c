package org.openfoodfacts.brigade.confs.markdown;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Line;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Link;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Row;
import org.openfoodfacts.brigade.confs.markdown.MarkdownFile.Table;

/** Reads Markdown line by line, as GitHub shows it, as far as rules need it; every text is Markdown, so it objects to nothing. */
public final class MarkdownParser {
    private final List<Table> tables = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Line> text = new ArrayList<>();
    private final ProseLines prose = new ProseLines();

    private String before = "";
    private List<String> headers;
    private List<Row> rows = new ArrayList<>();

    private MarkdownParser() {}

    public static Parsed<MarkdownFile> parse(String file, String text) {
        MarkdownParser parser = new MarkdownParser();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            parser.line(parser.prose.of(line), number);
        }
        parser.endTable();
        return new Parsed<>(new MarkdownFile(parser.tables, parser.links, parser.text), List.of());
    }

    private void line(String line, int number) {
        InlineText.links(line).forEach(target -> links.add(new Link(target, false, number)));
        InlineText.htmlLinks(line).forEach(target -> links.add(new Link(target, true, number)));
        if (headers == null && isDelimiter(line) && before.contains("|")) {
            headers = cells(before);
            text.removeLast();
        } else if (headers != null && line.contains("|")) {
            rows.add(new Row(cells(line), number));
        } else {
            endTable();
            if (!line.isBlank()) {
                text.add(new Line(line, number));
            }
        }
        before = line;
    }

    private void endTable() {
        if (headers != null) {
            tables.add(new Table(headers, rows));
        }
        headers = null;
        rows = new ArrayList<>();
    }

    private static boolean isDelimiter(String line) {
        return line.contains("|")
                && line.contains("-")
                && line.chars().allMatch(c -> c == '|' || c == '-' || c == ':' || c == ' ');
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        String row = line.strip();
        for (int i = row.startsWith("|") ? 1 : 0; i < row.length(); i++) {
            boolean escaped = row.startsWith("\\|", i);
            if (row.charAt(i) == '|') {
                cells.add(InlineText.plain(cell.toString()));
                cell.setLength(0);
            } else {
                cell.append(row.charAt(escaped ? ++i : i));
            }
        }
        if (!row.endsWith("|")) {
            cells.add(InlineText.plain(cell.toString()));
        }
        return cells;
    }
}
