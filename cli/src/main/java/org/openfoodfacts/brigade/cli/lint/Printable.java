package org.openfoodfacts.brigade.cli.lint;

import java.util.regex.Pattern;

/**
 * Text of a file as a terminal may show it: what would command the terminal, or turn the direction of writing, is written out, so that
 * a hostile file cannot draw over the findings about it.
 */
final class Printable {
    private static final Pattern COMMANDING = Pattern.compile("[\\p{Cc}\\p{Cf}]");

    private Printable() {}

    static String of(String text) {
        return COMMANDING
                .matcher(text)
                .replaceAll(match -> String.format("\\\\u%04x", match.group().codePointAt(0)));
    }
}
