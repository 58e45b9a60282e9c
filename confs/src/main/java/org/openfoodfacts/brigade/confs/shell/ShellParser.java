package org.openfoodfacts.brigade.confs.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Kind;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Pipeline;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Redirect;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Step;

/** Builds the steps of a script from its tokens. It knows no errors: an end that is missing is taken to be at the end of the text. */
final class ShellParser {
    private static final Set<String> SEPARATORS = Set.of("\n", ";", "&", "&&", "||");
    private static final Set<String> CLAUSES = Set.of("then", "elif", "else");
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;

    ShellParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        while (at < tokens.size()) {
            steps.addAll(list());
            at++; // an end of nothing
        }
        return steps;
    }

    /** Up to one of these ends, which is left to be taken. */
    private List<Step> list(String... ends) {
        List<Step> steps = new ArrayList<>();
        String before = "";
        while (at < tokens.size() && !isEnd(ends)) {
            Token token = tokens.get(at);
            if (!token.word() && SEPARATORS.contains(token.text())) {
                before = token.text().equals("\n") ? (before.isEmpty() ? ";" : before) : token.text();
                at++;
            } else if (token.word() && CLAUSES.contains(token.text())) {
                before = "";
                at++;
            } else {
                int start = at;
                ShellNode node = pipeline();
                if (at == start) {
                    return steps;
                }
                steps.add(new Step(
                        before, node, at < tokens.size() && tokens.get(at).is("&")));
                before = "";
            }
        }
        return steps;
    }

    private boolean isEnd(String... ends) {
        Token token = tokens.get(at);
        for (String end : ends) {
            boolean operator = end.equals(")") || end.equals(";;");
            if (operator ? token.is(end) : token.isWord(end)) {
                return true;
            }
        }
        return false;
    }

    private ShellNode pipeline() {
        List<ShellNode> parts = new ArrayList<>();
        int line = tokens.get(at).line();
        do {
            while (!parts.isEmpty()
                    && at + 1 < tokens.size()
                    && tokens.get(at + 1).is("\n")) {
                at++;
            }
            at += parts.isEmpty() ? 0 : 1;
            if (at < tokens.size()) {
                parts.add(command());
            }
        } while (at < tokens.size() && (tokens.get(at).is("|") || tokens.get(at).is("|&")));
        return parts.size() == 1 ? parts.getFirst() : new Pipeline(parts, line);
    }

    private ShellNode command() {
        while (at + 1 < tokens.size()
                && (tokens.get(at).isWord("!") || tokens.get(at).isWord("time"))) {
            at++;
        }
        Token first = tokens.get(at);
        if (depth > DEEPEST) {
            at++;
            return new Command(List.of(), List.of(), first.line());
        }
        depth++;
        ShellNode node = first.is("(") ? group(Kind.SUBSHELL, ")") : first.word() ? compound(first) : simple();
        depth--;
        return node;
    }

    private ShellNode compound(Token first) {
        return switch (first.text()) {
            case "{" -> group(Kind.BRACES, "}");
            case "while", "until" -> loop(Kind.WHILE, List.of());
            case "for", "select" -> loop(Kind.FOR, words());
            case "if" -> group(Kind.IF, "fi");
            case "case" -> cases();
            case "function" -> {
                at++;
                yield function();
            }
            default -> isFunction() ? function() : simple();
        };
    }

    private Group group(Kind kind, String end) {
        int line = tokens.get(at++).line();
        List<Step> body = list(end);
        at++;
        return new Group(kind, List.of(), List.of(), body, redirects(), line);
    }

    /** The words behind {@code for}; stands on the one before {@code do} then. */
    private List<Token> words() {
        List<Token> words = new ArrayList<>();
        while (at + 1 < tokens.size()
                && tokens.get(at + 1).word()
                && !tokens.get(at + 1).isWord("do")) {
            words.add(tokens.get(++at));
        }
        return words;
    }

    private Group loop(Kind kind, List<Token> words) {
        int line = tokens.get(at++).line();
        List<Step> head = list("do");
        at++;
        List<Step> body = list("done");
        at++;
        return new Group(kind, words, head, body, redirects(), line);
    }

    private Group cases() {
        int line = tokens.get(at++).line();
        List<Token> words = new ArrayList<>();
        while (at < tokens.size()
                && !tokens.get(at).isWord("in")
                && !tokens.get(at).isWord("esac")) {
            words.add(tokens.get(at++));
        }
        List<Step> body = new ArrayList<>();
        while (at < tokens.size() && !tokens.get(at).isWord("esac")) {
            at++;
            while (at < tokens.size()
                    && !tokens.get(at).is(")")
                    && !tokens.get(at).isWord("esac")) {
                at++;
            }
            if (at < tokens.size() && tokens.get(at).is(")")) {
                at++;
                body.addAll(list(";;", "esac"));
            }
        }
        at++;
        return new Group(Kind.CASE, words, List.of(), body, redirects(), line);
    }

    private boolean isFunction() {
        return at + 2 < tokens.size()
                && tokens.get(at + 1).is("(")
                && tokens.get(at + 2).is(")");
    }

    private ShellNode function() {
        int line = tokens.get(Math.min(at, tokens.size() - 1)).line();
        List<Token> name = at < tokens.size() ? List.of(tokens.get(at)) : List.of();
        at++;
        while (at < tokens.size()
                && (tokens.get(at).is("\n")
                        || tokens.get(at).is(")")
                        || (tokens.get(at).is("(")
                                && at + 1 < tokens.size()
                                && tokens.get(at + 1).is(")")))) {
            at++;
        }
        List<Step> body = at < tokens.size() ? List.of(new Step("", command(), false)) : List.of();
        return new Group(Kind.FUNCTION, name, List.of(), body, List.of(), line);
    }

    private Command simple() {
        int line = tokens.get(at).line();
        List<Token> words = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        while (at < tokens.size()) {
            if (tokens.get(at).word()) {
                words.add(tokens.get(at++));
            } else if (!redirect(redirects)) {
                break;
            }
        }
        return new Command(words, redirects, line);
    }

    private List<Redirect> redirects() {
        List<Redirect> redirects = new ArrayList<>();
        boolean more = true;
        while (more && at < tokens.size()) {
            more = redirect(redirects);
        }
        return redirects;
    }

    private boolean redirect(List<Redirect> redirects) {
        String operator = tokens.get(at).text();
        if (tokens.get(at).word() || !(operator.contains("<") || operator.contains(">"))) {
            return false;
        }
        at++;
        String target =
                at < tokens.size() && tokens.get(at).word() ? tokens.get(at++).text() : "";
        redirects.add(new Redirect(operator, target));
        return true;
    }
}
