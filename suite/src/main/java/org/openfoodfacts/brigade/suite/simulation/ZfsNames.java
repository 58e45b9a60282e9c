package org.openfoodfacts.brigade.suite.simulation;

import java.util.Optional;

/** Which names zfs takes, and what it says of others: letters, digits, {@code -_.: } and spaces, at most 255 of them. */
final class ZfsNames {
    private static final int LONGEST = 255;
    private static final String ALSO = "-_.: ";

    private ZfsNames() {}

    /** What is wrong with the name of a dataset. */
    static Optional<String> wrongDataset(String name) {
        Optional<String> wrong = wrong(name);
        if (wrong.isEmpty() && name.contains("@")) {
            return Optional.of("snapshot delimiter '@' is not expected here");
        }
        return wrong.isEmpty() && name.contains("#")
                ? Optional.of("bookmark delimiter '#' is not expected here")
                : wrong;
    }

    /** What is wrong with a name, whatever it is of. */
    static Optional<String> wrong(String name) {
        if (name.length() > LONGEST) {
            return Optional.of("name is too long");
        }
        if (name.startsWith("/")) {
            return Optional.of("leading slash in name");
        }
        if (name.endsWith("/")) {
            return Optional.of("trailing slash in name");
        }
        if (name.chars().filter(letter -> letter == '@' || letter == '#').count() > 1) {
            return Optional.of("multiple '@' and/or '#' delimiters in name");
        }
        for (String component : name.split("[/@#]", -1)) {
            Optional<String> wrong = wrongComponent(component);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrongComponent(String component) {
        if (component.isEmpty()) {
            return Optional.of("empty component or misplaced '@' or '#' delimiter in name");
        }
        Optional<String> invalid = component
                .codePoints()
                .filter(letter -> !isLegal(letter))
                .mapToObj(letter -> letter == '%' ? "%" : "'" + Character.toString(letter) + "'")
                .findFirst();
        if (invalid.isPresent()) {
            return invalid.map(letter -> "invalid character " + letter + " in name");
        }
        return switch (component) {
            case "." -> Optional.of("self reference, '.' is found in name");
            case ".." -> Optional.of("parent reference, '..' is found in name");
            default -> Optional.empty();
        };
    }

    private static boolean isLegal(int letter) {
        boolean plain = (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9');
        return plain || ALSO.indexOf(letter) >= 0;
    }
}
