package org.openfoodfacts.brigade.confs.shell;

import java.util.List;

/** What a shell runs: a command, several in a pipe, or a compound one. */
public sealed interface ShellNode {
    int line();

    /** {@code words} with its assignments first; {@code redirects} as operator and target, {@code <} and {@code /dev/null}. */
    record Command(List<Token> words, List<Redirect> redirects, int line) implements ShellNode {
        public Command {
            words = List.copyOf(words);
            redirects = List.copyOf(redirects);
        }
    }

    /** Each part runs in a subshell of its own when there are several. */
    record Pipeline(List<ShellNode> parts, int line) implements ShellNode {
        public Pipeline {
            parts = List.copyOf(parts);
        }
    }

    /** {@code head} is the condition of a loop; {@code words} those of a {@code for} or {@code case}. */
    record Group(Kind kind, List<Token> words, List<Step> head, List<Step> body, List<Redirect> redirects, int line)
            implements ShellNode {
        public Group {
            words = List.copyOf(words);
            head = List.copyOf(head);
            body = List.copyOf(body);
            redirects = List.copyOf(redirects);
        }
    }

    enum Kind {
        BRACES,
        SUBSHELL,
        WHILE,
        FOR,
        IF,
        CASE,
        FUNCTION
    }

    record Redirect(String operator, String target) {
        /** True when it gives the command another input than that of the shell. */
        public boolean isInput() {
            return operator.equals("<") || operator.equals("0<") || operator.startsWith("<<") || operator.equals("<&");
        }
    }

    /** A node and how it is bound to the one before: {@code ""}, {@code ;}, {@code &&}, {@code ||}. */
    record Step(String before, ShellNode node, boolean background) {}
}
