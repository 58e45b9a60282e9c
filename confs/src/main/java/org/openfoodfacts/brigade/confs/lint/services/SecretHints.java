package org.openfoodfacts.brigade.confs.lint.services;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.openfoodfacts.brigade.confs.source.Text;

/** The lines of a text in which a secret may stand: those with one of a few words, found without a look at every line. */
final class SecretHints {
    private static final List<String> HINTS = List.of(
            "private key-",
            "://",
            "authorization",
            "requirepass",
            "akia",
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "hooks.slack",
            "xoxa-",
            "xoxb-",
            "xoxp-",
            "xoxr-",
            "xoxs-",
            "_live_",
            "aiza",
            "sg.",
            "eyj",
            "$2a$",
            "$2b$",
            "$2x$",
            "$2y$",
            "$apr1$",
            "$6$",
            "passw",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "api_key",
            "api-key",
            "accesskey",
            "access_key",
            "access-key",
            "privatekey",
            "private_key",
            "private-key",
            "authkey",
            "auth_key",
            "auth-key",
            "consumer_key",
            "encryption_key",
            "signing_key",
            "credential");

    private SecretHints() {}

    /** Their numbers, from 1. */
    static SortedSet<Integer> lines(Text text) {
        String lower = lower(text.all());
        SortedSet<Integer> lines = new TreeSet<>();
        for (String hint : HINTS) {
            int line = 1;
            int counted = 0;
            for (int at = lower.indexOf(hint); at >= 0; at = next(lower, hint, at)) {
                line += breaks(lower, counted, at);
                counted = at;
                lines.add(line);
            }
        }
        return lines;
    }

    /** The next in another line. */
    private static int next(String text, String hint, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? -1 : text.indexOf(hint, end);
    }

    private static int breaks(String text, int from, int to) {
        int breaks = 0;
        for (int at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
            breaks++;
        }
        return breaks;
    }

    /** ASCII only, so that places stay where they are; lone carriage returns end a line as they do in {@link Text}. */
    private static String lower(String text) {
        char[] lower = text.toCharArray();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (char) (lower[i] + ('a' - 'A'));
            } else if (lower[i] == '\r' && (i + 1 == lower.length || lower[i + 1] != '\n')) {
                lower[i] = '\n';
            }
        }
        return new String(lower);
    }
}
