package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.Token;

/** The words of a command from its name on, as written: without assignments, and without what only runs it ({@code sudo -u x}, {@code nice -n 5}). */
final class Argv {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
    private static final Map<String, Set<String>> WRAPPERS = Map.of(
            "sudo", Set.of("-u", "-g", "-h", "-p", "-C", "--user", "--group"),
            "nice", Set.of("-n"),
            "ionice", Set.of("-c", "-n"),
            "timeout", Set.of("-k", "-s"),
            "env", Set.of("-u"),
            "nohup", Set.of(),
            "exec", Set.of("-a"),
            "command", Set.of());

    private Argv() {}

    static List<String> of(Command command) {
        List<String> words = command.words().stream().map(Token::text).toList();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            String name = word.substring(word.lastIndexOf('/') + 1);
            if (ASSIGNMENT.matcher(word).matches()) {
                at++;
            } else if (WRAPPERS.containsKey(name)) {
                at = afterOptions(words, at + 1, WRAPPERS.get(name)) + (name.equals("timeout") ? 1 : 0);
            } else {
                return words.subList(at, words.size());
            }
        }
        return List.of();
    }

    private static int afterOptions(List<String> words, int from, Set<String> withValue) {
        int at = from;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += withValue.contains(words.get(at)) ? 2 : 1;
        }
        return at;
    }
}
