package org.openfoodfacts.brigade.confs;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be: at most two letters away, and less than half of the word. */
public final class DidYouMean {
    private static final int LONGEST = 64;

    private DidYouMean() {}

    public static Optional<String> among(String word, Collection<String> known) {
        int tolerance = Math.min(2, word.length() / 2);
        return known.stream()
                .filter(k -> k.length() <= LONGEST && word.length() <= LONGEST)
                .filter(k -> distance(word, k) <= tolerance)
                .min(Comparator.comparingInt((String k) -> distance(word, k)).thenComparing(Comparator.naturalOrder()));
    }

    /** A remedy: the word that was meant, else all that there are. */
    public static String remedy(String word, Collection<String> known) {
        return among(word, known)
                .map(k -> "did you mean '" + k + "'?")
                .orElseGet(() -> known.isEmpty() ? "there is none" : "known are " + String.join(", ", known));
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] cost) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
