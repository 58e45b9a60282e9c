package org.openfoodfacts.brigade.cli.lint;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes one text into another that is nearly like it: what people mistype, what a broken disk leaves, and what an attacker tries. */
final class Mutation {
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ";",
            ";;",
            "\"",
            "'",
            "\\",
            "\\\n",
            "#",
            "=",
            ":",
            "$",
            "${",
            "%(",
            "<",
            ">",
            "\0",
            "\t",
            "\r\n",
            "\uFFFD",
            "\u2028",
            "\u00e9",
            "0",
            "-1",
            "99999999999999999999",
            "\n[x]\n",
            "\n[",
            "]]",
            "((((((((",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
            "../../../../",
            "/",
            "//",
            " ",
            "\n\n\n",
            "yes",
            "no ",
            "::",
            "[::]",
            "10.1.0.",
            "/0",
            "template_",
            "@@",
            "%i");

    private final RandomGenerator random;

    Mutation(RandomGenerator random) {
        this.random = random;
    }

    /** Between one and eight changes. */
    String of(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            change(changed);
        }
        return changed.toString();
    }

    private void change(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(1, 40));
        switch (random.nextInt(7)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 2 -> text.insert(at, text.substring(at, end));
            case 3 -> text.insert(at, (char) random.nextInt(0, 0x250));
            case 4 -> text.setLength(at);
            case 5 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())).repeat(random.nextInt(1, 30)));
            default -> swap(text, at, end);
        }
    }

    private void swap(StringBuilder text, int at, int end) {
        if (end > at) {
            String part = text.substring(at, end);
            text.delete(at, end);
            text.insert(random.nextInt(text.length() + 1), part);
        }
    }
}
