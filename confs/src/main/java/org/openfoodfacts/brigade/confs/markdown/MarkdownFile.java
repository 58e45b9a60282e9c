package org.openfoodfacts.brigade.confs.markdown;

import java.util.List;

/** What rules read of a Markdown file: tables, links, and the lines of running text. Code, comments and front matter are left out. */
public record MarkdownFile(List<Table> tables, List<Link> links, List<Line> text) {
    public MarkdownFile {
        tables = List.copyOf(tables);
        links = List.copyOf(links);
        text = List.copyOf(text);
    }

    /** Headers and cells as a reader sees them: without marks of emphasis, code and links. */
    public record Table(List<String> headers, List<Row> rows) {
        public Table {
            headers = List.copyOf(headers);
            rows = List.copyOf(rows);
        }
    }

    public record Row(List<String> cells, int line) {
        public Row {
            cells = List.copyOf(cells);
        }

        /** Empty beyond the last cell, and for a column of -1. */
        public String cell(int column) {
            return column < 0 || column >= cells.size() ? "" : cells.get(column);
        }
    }

    /** {@code target} as written, without its title; {@code html}: it stands in a tag, which a site's generator leaves as it is. */
    public record Link(String target, boolean html, int line) {}

    public record Line(String text, int line) {}
}
