package org.openfoodfacts.brigade.confs.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Kind;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Pipeline;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Step;

/**
 * Variables that are set before a pipe, changed within it and read after it: each part of a pipe runs in a subshell ("Pipelines" in bash(1)),
 * so what is read is the value from before.
 */
public final class LostVariables {
    /** {@code before}, {@code changed} and {@code read} are lines; {@code isResult}: it is read by {@code exit} or {@code return}. */
    public record Lost(String variable, int before, int changed, int read, boolean isResult) {}

    /** {@code scope} names the subshells around, the outermost first; those that only a pipe makes begin with {@link #PIPE}. */
    private record Event(VariableUse use, int line, String scope) {
        boolean reaches(Event other) {
            return other.scope.startsWith(scope);
        }
    }

    private static final String PIPE = "|";

    private final Map<String, List<Event>> events = new HashMap<>();
    private final List<Lost> lost = new ArrayList<>();
    private final Set<String> found = new HashSet<>();
    private int scopes;

    private LostVariables() {}

    public static List<Lost> of(ShellScript script) {
        LostVariables variables = new LostVariables();
        variables.steps(script.steps(), "/");
        return List.copyOf(variables.lost);
    }

    private void steps(List<Step> steps, String scope) {
        for (Step step : steps) {
            node(step.node(), step.background() ? inner(scope, "") : scope);
        }
    }

    private String inner(String scope, String mark) {
        return scope + mark + ++scopes + "/";
    }

    private void node(ShellNode node, String scope) {
        switch (node) {
            case Command command ->
                VariableUse.of(command).forEach(use -> event(new Event(use, command.line(), scope)));
            case Pipeline pipeline -> pipeline.parts().forEach(part -> node(part, inner(scope, PIPE)));
            case Group group -> group(group, group.kind() == Kind.SUBSHELL ? inner(scope, "") : scope);
        }
    }

    private void group(Group group, String scope) {
        if (group.kind() != Kind.FUNCTION) {
            VariableUse.ofHeader(group).forEach(use -> event(new Event(use, group.line(), scope)));
        }
        steps(group.head(), scope);
        steps(group.body(), scope);
    }

    private void event(Event event) {
        String variable = event.use().variable();
        List<Event> before = events.computeIfAbsent(variable, _ -> new ArrayList<>());
        if (event.use().sets()) {
            before.add(event);
        } else if (!before.isEmpty()) {
            Event last = before.getLast();
            if (!last.reaches(event) && last.use().isAssignment() && !found.contains(variable)) {
                lose(before, last, event);
            }
        }
    }

    /** Who writes {@code ( … )} or {@code … &} may well want what is set there to be forgotten. */
    private static boolean isByPipe(Event first, Event changed) {
        return changed.scope().indexOf(PIPE, first.scope().length()) >= 0;
    }

    private void lose(List<Event> before, Event changed, Event read) {
        before.stream()
                .filter(e -> e.reaches(read) && e.reaches(changed) && e.use().isAssignment())
                .reduce((_, latest) -> latest)
                .filter(first -> read.use().isResult() || isByPipe(first, changed))
                .ifPresent(first -> {
                    found.add(read.use().variable());
                    lost.add(new Lost(
                            read.use().variable(),
                            first.line(),
                            changed.line(),
                            read.line(),
                            read.use().isResult()));
                });
    }
}
