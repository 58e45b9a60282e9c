package org.openfoodfacts.brigade.confs;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Damaged versions of a right text: pieces cut out, doubled, and replaced by what parsers stumble over. */
public final class Mutations {
    private static final List<String> PIECES = List.of(
            "", "\n", "\t", ":", "- ", "  ", "#", "[", "]", "{", "}", "&a ", "*a", "<<: ", "!!", "%", "%ZZ", "\"", "'",
            "|", ">", "?", ",", "=", "\u0000", "\uFEFF", "\uD800", "é", "null", "~", "0x10", "---\n", "...\n",
            "\u2028");

    private Mutations() {}

    public static Arbitrary<String> of(String text) {
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.integers().between(0, text.length()),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of(PIECES),
                        Arbitraries.integers().between(0, 3))
                .as(Edit::new);
        return edit.list().ofMinSize(1).ofMaxSize(8).map(edits -> {
            String damaged = text;
            for (Edit e : edits) {
                damaged = e.apply(damaged);
            }
            return damaged;
        });
    }

    private record Edit(int at, int length, String piece, int copies) {
        String apply(String text) {
            int from = Math.min(at, text.length());
            int to = Math.min(from + length, text.length());
            return text.substring(0, from) + piece.repeat(copies) + text.substring(to);
        }
    }
}
