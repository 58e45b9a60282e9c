package org.openfoodfacts.brigade.confs.nginx;

import java.util.List;

/**
 * A name with its arguments, ended by {@code ;} ({@code isBlock} false) or by a block. {@code comment} is the one that trails it on the line
 * it ends on, without its {@code #}; empty when there is none.
 */
public record Directive(
        String name,
        List<Word> arguments,
        boolean isBlock,
        List<Directive> block,
        String comment,
        int line,
        int column) {
    public Directive {
        arguments = List.copyOf(arguments);
        block = List.copyOf(block);
    }

    /** The value of an argument, the first is 0; empty when there are not so many. */
    public String argument(int index) {
        return index < arguments.size() ? arguments.get(index).value() : "";
    }

    /** The value of the last one; empty when there is none. */
    public String lastArgument() {
        return arguments.isEmpty() ? "" : arguments.getLast().value();
    }

    public List<String> values() {
        return arguments.stream().map(Word::value).toList();
    }
}
