package org.openfoodfacts.brigade.confs.systemd;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.shell.ShellScript;

/** A command line that hands a script to a shell ({@code /bin/bash -c '…'}), with systemd's {@code $$} and {@code %%} taken off. */
public record ShellCommand(String shell, String script) {
    public static Optional<ShellCommand> of(String value) {
        List<CommandLine.Word> words = CommandLine.words(value);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String program = withoutPrefixes(words.getFirst().text());
        String name = program.substring(program.lastIndexOf('/') + 1);
        if (!ShellScript.isShell(name)) {
            return Optional.empty();
        }
        for (int i = 1; i + 1 < words.size(); i++) {
            String option = words.get(i).text();
            if (option.startsWith("-") && !option.startsWith("--") && option.endsWith("c")) {
                String script = words.get(i + 1).text();
                return Optional.of(
                        new ShellCommand(name, script.replace("$$", "$").replace("%%", "%")));
            }
        }
        return Optional.empty();
    }

    /** The program without {@code - @ : + !} before it, which are systemd's. */
    public static String withoutPrefixes(String program) {
        int start = 0;
        while (start < program.length() && "-@:+!|".indexOf(program.charAt(start)) >= 0) {
            start++;
        }
        return program.substring(start);
    }
}
