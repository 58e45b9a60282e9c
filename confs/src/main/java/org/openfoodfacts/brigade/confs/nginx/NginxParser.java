package org.openfoodfacts.brigade.confs.nginx;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

/** Parses a file of nginx's configuration. As nginx, it stops at the first thing that is no grammar; what it read until then is its value. */
public final class NginxParser {
    private static final int MAX_DEPTH = 100;

    private final String file;
    private final StatementReader reader;
    private final List<Problem> problems = new ArrayList<>();
    private boolean refused;

    private NginxParser(String file, String text) {
        this.file = file;
        this.reader = new StatementReader(text);
    }

    public static Parsed<NginxFile> parse(String file, String text) {
        NginxParser parser = new NginxParser(file, text);
        List<Directive> directives = parser.block(null, 0);
        if (text.startsWith("\uFEFF")) {
            String what = "the file begins with a byte order mark, which nginx takes for part of the first name";
            parser.refuse(new Statement(List.of(), Statement.End.ERROR, 1, 1, ""), what, "save it without one");
        }
        if (!parser.refused) {
            parser.problems.addAll(DirectiveForms.problems(file, directives));
        }
        return new Parsed<>(new NginxFile(directives), parser.problems);
    }

    /** @param opened the statement whose block this is; null for the whole file */
    private List<Directive> block(Statement opened, int depth) {
        List<Directive> directives = new ArrayList<>();
        while (!refused) {
            Statement statement = reader.next();
            switch (statement.end()) {
                case SEMICOLON -> directives.add(directive(statement, false, List.of()));
                case OPEN -> directives.add(opened(statement, depth));
                case CLOSE -> {
                    if (opened == null) {
                        refuse(statement, "a '}' closes no block", "remove it, or add the '{' it belongs to");
                    }
                    return directives;
                }
                case FILE -> {
                    if (opened != null) {
                        refuse(opened, "the block of '" + opened.words().getFirst() + "' has no '}'", "add it");
                    }
                    return directives;
                }
                case ERROR -> refuse(statement, statement.refused(), "mend it: nginx refuses the whole file");
            }
        }
        return directives;
    }

    private Directive opened(Statement statement, int depth) {
        String name = statement.words().getFirst().value();
        if (name.endsWith("_by_lua_block")) {
            if (!reader.skipLua()) {
                refuse(statement, "the block of '" + name + "' has no '}'", "add it");
            }
            return directive(statement, true, List.of());
        }
        if (depth == MAX_DEPTH) {
            refuse(statement, "blocks are nested more than " + MAX_DEPTH + " deep", "unfold them");
            return directive(statement, true, List.of());
        }
        String comment = reader.trailingComment();
        Directive directive = directive(statement, true, block(statement, depth + 1));
        return directive.comment().isEmpty() ? withComment(directive, comment) : directive;
    }

    private Directive directive(Statement statement, boolean isBlock, List<Directive> block) {
        List<Word> words = statement.words();
        return new Directive(
                words.getFirst().value(),
                words.subList(1, words.size()),
                isBlock,
                block,
                reader.trailingComment(),
                statement.line(),
                statement.column());
    }

    private static Directive withComment(Directive d, String comment) {
        return new Directive(d.name(), d.arguments(), d.isBlock(), d.block(), comment, d.line(), d.column());
    }

    private void refuse(Statement at, String what, String remedy) {
        if (!refused) {
            String causes = what + ", so nginx refuses its configuration and the next reload or start fails";
            problems.add(new Problem(Problem.Severity.ERROR, file, at.line(), at.column(), "", causes, remedy));
        }
        refused = true;
    }
}
