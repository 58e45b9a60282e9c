package org.openfoodfacts.brigade.contracts.replication;

import java.util.List;
import java.util.stream.Collectors;

/** Lines for a POSIX shell, in which every word of a command is quoted, so that it is taken as it was given. */
public final class ShellLine {
    private ShellLine() {}

    public static String of(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** One after the other, until one fails; its exit code is the line's. */
    public static String each(List<List<String>> commands) {
        return commands.stream().map(ShellLine::of).collect(Collectors.joining(" && "));
    }
}
