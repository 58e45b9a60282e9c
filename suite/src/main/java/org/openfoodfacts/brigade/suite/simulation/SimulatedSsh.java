package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;

/** {@code ssh} to other simulated machines, by the names that were connected. Its far shell knows quotes, blanks and {@code env}, nothing else. */
final class SimulatedSsh implements SimulatedTool {
    private static final int FAILED = 255;

    private final Map<String, Exec> machines = new ConcurrentHashMap<>();

    void connect(String host, Exec machine) {
        machines.put(host, machine);
    }

    @Override
    public ExecResult run(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "Tqo:p:J:F:i:");
        if (options.unknown() != 0 || options.operands().size() < 2) {
            return SimulatedTool.fail(FAILED, "usage: ssh [options] destination command\n");
        }
        String destination = options.operands().getFirst();
        String host = destination.substring(destination.indexOf('@') + 1);
        Exec machine = machines.get(host);
        if (machine == null) {
            return SimulatedTool.fail(
                    FAILED, "ssh: Could not resolve hostname " + host + ": Name or service not known\n");
        }
        List<String> words = words(String.join(
                " ", options.operands().subList(1, options.operands().size())));
        if (words.getFirst().equals("env")) {
            words.removeFirst();
            words.removeIf(word -> word.matches("[A-Z_]+=.*"));
        }
        ExecResult result = machine.run(Invocation.of(words.toArray(String[]::new)));
        return result instanceof ExecResult.Missing(String tool)
                ? SimulatedTool.fail(127, "sh: 1: " + tool + ": not found\n")
                : result;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char next = line.charAt(i);
            if (next == '\'') {
                quoted = !quoted;
                inWord = true;
            } else if (next == ' ' && !quoted) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(next == '\\' && !quoted ? line.charAt(++i) : next);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
