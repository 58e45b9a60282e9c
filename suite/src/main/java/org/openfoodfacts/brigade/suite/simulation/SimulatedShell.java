package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;

/**
 * {@code sh -c} with a line of commands between {@code &&}: one after the other until one fails. They share what the shell was given to read: each
 * takes one stream of it.
 */
final class SimulatedShell implements SimulatedTool {
    private static final int NO_SUCH_TOOL = 127;

    private final Exec machine;

    SimulatedShell(Exec machine) {
        this.machine = machine;
    }

    @Override
    public ExecResult run(List<String> arguments) {
        return run(arguments, null);
    }

    @Override
    public ExecResult run(List<String> arguments, String input) {
        if (arguments.size() != 2 || !arguments.getFirst().equals("-c")) {
            return SimulatedTool.fail(2, "sh: 0: Illegal option\n");
        }
        String unread = input == null ? "" : input;
        StringBuilder output = new StringBuilder();
        StringBuilder errors = new StringBuilder();
        for (List<String> words : ShellWords.of(arguments.getLast())) {
            if (words.getFirst().equals("echo")) {
                output.append(String.join(" ", words.subList(1, words.size()))).append('\n');
                continue;
            }
            String read = words.contains("receive") ? ZfsStream.first(unread) : "";
            unread = unread.substring(read.length());
            ExecResult.Exited ended = command(words, read);
            output.append(ended.output());
            errors.append(ended.errors());
            if (ended.code() != 0) {
                return new ExecResult.Exited(ended.code(), output.toString(), errors.toString(), false);
            }
        }
        return new ExecResult.Exited(0, output.toString(), errors.toString(), false);
    }

    private ExecResult.Exited command(List<String> words, String input) {
        Invocation invocation = Invocation.of(words.toArray(String[]::new)).reading(input);
        return switch (machine.run(invocation)) {
            case ExecResult.Exited exited -> exited;
            case ExecResult.Missing(String tool) ->
                new ExecResult.Exited(NO_SUCH_TOOL, "", "sh: 1: " + tool + ": not found\n", false);
            case ExecResult other ->
                throw new IllegalStateException("a simulated tool always ends by itself: " + other);
        };
    }
}
