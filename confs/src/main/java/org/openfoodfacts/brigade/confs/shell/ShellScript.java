package org.openfoodfacts.brigade.confs.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A script as its steps; {@code shell} is the name that its first line gives, empty without one. */
public record ShellScript(String shell, List<ShellNode.Step> steps) {
    private static final Set<String> WELL = Set.of("true", ":", "exit 0", "/bin/true");

    public ShellScript {
        steps = List.copyOf(steps);
    }

    /** Reads any text; what cannot be understood is passed over. */
    public static ShellScript parse(String text) {
        return new ShellScript(shellOf(text).orElse(""), new ShellParser(ShellLexer.tokens(text)).steps());
    }

    /** The interpreter's name of a script's first line. */
    public static Optional<String> shellOf(String text) {
        if (!text.startsWith("#!")) {
            return Optional.empty();
        }
        int end = text.indexOf('\n');
        String line = text.substring(2, Math.max(2, Math.min(end < 0 ? text.length() : end, 200)));
        return Arrays.stream(line.strip().split("\\s+"))
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .filter(word -> !word.equals("env") && !word.startsWith("-") && word.indexOf('=') < 0)
                .findFirst();
    }

    /** True when it is sh or one that its users expect to behave like it. */
    public static boolean isShell(String name) {
        return name.equals("sh") || name.equals("bash") || name.equals("dash") || name.equals("ash");
    }

    /** How its end makes it end well whatever was before: {@code || true}, {@code exit 0}. */
    public Optional<String> endsWell() {
        if (steps.isEmpty() || !(steps.getLast().node() instanceof ShellNode.Command command)) {
            return Optional.empty();
        }
        String last = String.join(" ", command.words().stream().map(Token::text).toList());
        boolean whateverWasBefore = steps.getLast().before().equals("||")
                || (steps.size() > 1 && !steps.getLast().before().equals("&&"));
        return whateverWasBefore && WELL.contains(last)
                ? Optional.of(steps.getLast().before().equals("||") ? "|| " + last : last)
                : Optional.empty();
    }
}
