package org.openfoodfacts.brigade.confs.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an {@code if} compares: {@code ($host ~* ^a)} has the variable {@code $host}, the operator {@code ~*} and the value {@code ^a}. */
public record Condition(String variable, String operator, String value) {

    /** Empty for one that compares nothing ({@code ($a)}, {@code (-f $b)}). */
    public static Optional<Condition> of(Directive directive) {
        List<String> words = new ArrayList<>(directive.values());
        if (words.isEmpty()
                || !words.getFirst().startsWith("(")
                || !words.getLast().endsWith(")")) {
            return Optional.empty();
        }
        words.set(0, words.getFirst().substring(1));
        String last = words.getLast();
        words.set(words.size() - 1, last.substring(0, last.length() - 1));
        if (words.getFirst().isEmpty()) {
            words.removeFirst();
        }
        if (words.size() == 4 && words.getLast().isEmpty()) {
            words.removeLast(); // the bracket stood apart
        }
        return words.size() == 3 && words.getFirst().startsWith("$")
                ? Optional.of(new Condition(words.get(0), words.get(1), words.get(2)))
                : Optional.empty();
    }

    public boolean isEquality() {
        return operator.equals("=") || operator.equals("!=");
    }

    public boolean isPattern() {
        return operator.contains("~");
    }
}
