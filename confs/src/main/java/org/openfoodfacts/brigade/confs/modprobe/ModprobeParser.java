package org.openfoodfacts.brigade.confs.modprobe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;

/** Parses the files of {@code modprobe.d}; libkmod passes over a line whose command it does not know or that lacks its arguments. */
public final class ModprobeParser {
    /** The commands, with the number of words they need at least. */
    private static final Map<String, Integer> COMMANDS =
            Map.of("alias", 2, "blacklist", 1, "options", 2, "install", 2, "remove", 2, "softdep", 2, "weakdep", 2);

    private final String file;
    private final List<ModprobeCommand> commands = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ModprobeParser(String file) {
        this.file = file;
    }

    public static Parsed<List<ModprobeCommand>> parse(String file, String text) {
        ModprobeParser parser = new ModprobeParser(file);
        StringBuilder command = new StringBuilder();
        int number = 0;
        int first = 1;
        for (String line : text.lines().toList()) {
            number++;
            boolean continues = line.endsWith("\\");
            command.append(continues ? line.substring(0, line.length() - 1) + " " : line);
            if (!continues) {
                parser.command(command.toString().strip(), first);
                command.setLength(0);
                first = number + 1;
            }
        }
        parser.command(command.toString().strip(), first);
        return new Parsed<>(List.copyOf(parser.commands), parser.problems);
    }

    private void command(String line, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        List<String> words = List.of(line.split("\\s+"));
        Integer needed = COMMANDS.get(words.getFirst());
        if (needed == null) {
            String remedy = DidYouMean.among(words.getFirst(), COMMANDS.keySet())
                    .map(known -> "did you mean '" + known + "'?")
                    .orElse("begin the line with options, blacklist, alias, install, remove or softdep");
            passedOver(number, "'" + words.getFirst() + "' is no command of modprobe.d", remedy);
        } else if (words.size() <= needed) {
            passedOver(number, "'" + line + "' lacks its " + (words.size() == 1 ? "module" : "values"), "complete it");
        } else {
            commands.add(new ModprobeCommand(words.get(0), words.get(1), words.subList(2, words.size()), number));
        }
    }

    private void passedOver(int number, String what, String remedy) {
        String effect = ", so the line is passed over and the module is loaded without it";
        problems.add(new Problem(Problem.Severity.WARNING, file, number, 1, "", what + effect, remedy));
    }

    public static String print(List<ModprobeCommand> commands) {
        return commands.stream()
                .map(c -> String.join(" ", c.command(), c.module(), String.join(" ", c.arguments()))
                                .strip() + "\n")
                .collect(Collectors.joining());
    }
}
