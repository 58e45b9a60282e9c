package org.openfoodfacts.brigade.confs.logrotate;

import java.util.List;

/** A logrotate file: what it does with which logs. */
public record LogrotateFile(List<Block> blocks) {
    public LogrotateFile {
        blocks = List.copyOf(blocks);
    }

    /** {@code paths} with their globs; {@code line} is that of the first path. */
    public record Block(List<String> paths, List<Directive> directives, List<Script> scripts, int line) {
        public Block {
            paths = List.copyOf(paths);
            directives = List.copyOf(directives);
            scripts = List.copyOf(scripts);
        }
    }

    public record Directive(String name, String value, int line) {}

    /** {@code kind} is {@code postrotate} or another; {@code line} that of the first of {@code lines}. */
    public record Script(String kind, List<String> lines, int line) {
        public Script {
            lines = List.copyOf(lines);
        }
    }
}
