package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openfoodfacts.brigade.confs.shell.ShellNode;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Command;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Group;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Kind;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Pipeline;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Redirect;
import org.openfoodfacts.brigade.confs.shell.ShellNode.Step;
import org.openfoodfacts.brigade.confs.shell.ShellScript;

/** Goes through the commands of a script with what is around them. */
final class ShellWalk {
    /**
     * {@code fed}: its input is a pipe, a file or a here-document, not that of the script; {@code eats}: that input is what a {@code while read} around it
     * goes through, line by line.
     */
    record Place(boolean fed, boolean eats, boolean inFunction) {
        private static final Place TOP = new Place(false, false, false);

        Place asFed() {
            return new Place(true, false, inFunction);
        }
    }

    record Visit(Command command, Place place) {
        /** From its name on, as written. */
        List<String> argv() {
            return Argv.of(command);
        }

        String name() {
            List<String> argv = argv();
            return argv.isEmpty()
                    ? ""
                    : argv.getFirst().substring(argv.getFirst().lastIndexOf('/') + 1);
        }

        boolean hasWord(String text) {
            return command.words().stream().anyMatch(word -> word.text().equals(text));
        }

        boolean hasInput() {
            return command.redirects().stream().anyMatch(Redirect::isInput);
        }
    }

    private final Consumer<Visit> visitor;

    private ShellWalk(Consumer<Visit> visitor) {
        this.visitor = visitor;
    }

    static List<Visit> commands(ShellScript script) {
        List<Visit> visits = new ArrayList<>();
        new ShellWalk(visits::add).steps(script.steps(), Place.TOP);
        return visits;
    }

    private void steps(List<Step> steps, Place place) {
        steps.forEach(step -> node(step.node(), place));
    }

    private void node(ShellNode node, Place place) {
        switch (node) {
            case Command command -> visitor.accept(new Visit(command, place));
            case Pipeline pipeline -> {
                for (int i = 0; i < pipeline.parts().size(); i++) {
                    node(pipeline.parts().get(i), i == 0 ? place : place.asFed());
                }
            }
            case Group group -> group(group, place);
        }
    }

    private void group(Group group, Place around) {
        boolean ownInput = group.redirects().stream().anyMatch(Redirect::isInput);
        boolean fed = around.fed() || ownInput;
        boolean goesThrough =
                group.kind() == Kind.WHILE && fed && group.head().stream().anyMatch(ShellWalk::reads);
        Place place = new Place(
                fed, goesThrough || (around.eats() && !ownInput), around.inFunction() || group.kind() == Kind.FUNCTION);
        steps(group.head(), new Place(fed, false, place.inFunction()));
        steps(group.body(), place);
    }

    /** {@code read} from the loop's input, not from another descriptor. */
    private static boolean reads(Step step) {
        return step.node() instanceof Command command
                && new Visit(command, Place.TOP).name().equals("read")
                && command.words().stream().noneMatch(word -> word.text().startsWith("-u"))
                && command.redirects().stream().noneMatch(Redirect::isInput);
    }
}
