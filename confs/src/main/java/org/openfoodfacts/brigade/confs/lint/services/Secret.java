package org.openfoodfacts.brigade.confs.lint.services;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** A kind of secret that its form gives away; {@code hint} stands in every line that holds one. */
record Secret(String what, String hint, Pattern form, Severity severity) {
    private static final String WORDS =
            "password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|(?:secret|consumer|encryption|signing)[_-]?key(?:_base)?|credential";
    private static final Pattern KEYED = Pattern.compile("(?i)(?:^|[\\s\"'{,;(-])([a-z0-9_.-]{0,40}(?:" + WORDS
            + ")(?:_?(?:id|value))?)[\"']?\\s{0,8}(?:=>|[:=])\\s{0,8}[\"']?"
            + "([a-z0-9+/=_.!@^&*~#-]{16,512})(?:[\"',;\\s]|$)");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i).*(example|change.?me|placeholder|dummy|xxxx|your|sample|redacted|todo|\\.\\.\\.|test|secret|passw|replace|insert).*");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)+"); // the-name-of-something.2
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final double LEAST_BITS =
            3.2; // per letter; words and names are below, random text of 16 letters above

    private static final List<Secret> FORMS = List.of(
            form("an AWS access key", "akia", "\\bAKIA[0-9A-Z]{16}\\b"),
            form("a GitHub token", "gh", "\\bgh[pousr]_[A-Za-z0-9]{36,255}\\b"),
            form("a GitHub token", "github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{60,255}\\b"),
            form("a GitLab token", "glpat-", "\\bglpat-[A-Za-z0-9_-]{20,255}"),
            form(
                    "a Slack webhook",
                    "hooks.slack.com",
                    "hooks\\.slack\\.com/services/T[A-Z0-9]{6,20}/B[A-Z0-9]{6,20}/[A-Za-z0-9]{20,40}"),
            form("a Slack token", "xox", "\\bxox[abprs]-[0-9]{6,20}-[0-9A-Za-z-]{16,255}"),
            form("a Stripe key", "_live_", "\\b[sr]k_live_[0-9A-Za-z]{20,255}"),
            form("a Google API key", "aiza", "\\bAIza[0-9A-Za-z_-]{35}"),
            form("a SendGrid key", "sg.", "\\bSG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}"),
            form(
                    "a JSON web token",
                    "eyj",
                    "\\beyJ[A-Za-z0-9_-]{10,2048}\\.eyJ[A-Za-z0-9_-]{10,2048}\\.[A-Za-z0-9_-]{20,1024}"),
            likely("the login in an address", "://", "://[^\\s:/@\"']{1,64}:[^\\s:/@\"'$<{%*]{8,128}@"),
            likely(
                    "the login of a request",
                    "authorization",
                    "(?i)\\bauthorization[\"':]{0,2}\\s{1,8}[\"']?(?:basic|bearer)\\s{1,8}[a-z0-9+/=._-]{16,1024}"),
            likely("the password of Redis", "requirepass", "^\\s*requirepass\\s+[\"']?[^\\s\"'$<{%]{8,512}"),
            new Secret(
                    "the hash of a password",
                    "$",
                    Pattern.compile(
                            "\\$(?:2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}|apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}"
                                    + "|6\\$[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{86})"),
                    Severity.NOTE));

    private static Secret form(String what, String hint, String form) {
        return new Secret(what, hint, Pattern.compile(form), Severity.ERROR);
    }

    private static Secret likely(String what, String hint, String form) {
        return new Secret(what, hint, Pattern.compile(form), Severity.WARNING);
    }

    /** The first kind of secret in a line; {@code lower} is the line in lower case. */
    static Optional<Secret> in(String line, String lower) {
        for (Secret secret : FORMS) {
            if (lower.contains(secret.hint)) {
                Matcher found = secret.form.matcher(line);
                if (found.find() && !PLACEHOLDER.matcher(found.group()).matches() && isVaried(found.group())) {
                    return Optional.of(secret);
                }
            }
        }
        return keyed(line, lower);
    }

    /** A value that looks random, under a key that says what it is. */
    private static Optional<Secret> keyed(String line, String lower) {
        if (!lower.contains("pass")
                && !lower.contains("secret")
                && !lower.contains("token")
                && !lower.contains("key")
                && !lower.contains("credential")) {
            return Optional.empty();
        }
        Matcher found = KEYED.matcher(line);
        while (found.find()) {
            if (isRandom(found.group(2))) {
                String key = found.group(1).toLowerCase(Locale.ROOT);
                return Optional.of(new Secret("the value of '" + key + "'", "", KEYED, Severity.WARNING));
            }
        }
        return Optional.empty();
    }

    /** Neither a path, a name, a word with a number, nor a placeholder. */
    static boolean isRandom(String value) {
        boolean path = value.startsWith("/") || value.startsWith(".") || value.startsWith("~");
        long digits = value.chars().filter(Character::isDigit).count();
        long letters = value.chars().filter(Character::isLetter).count();
        return !path
                && digits >= 2
                && letters >= 2
                && !PLACEHOLDER.matcher(value).matches()
                && (UUID.matcher(value).matches() || !NAME.matcher(value).matches())
                && bits(value) >= LEAST_BITS;
    }

    private static boolean isVaried(String text) {
        return text.chars().distinct().count() >= 10;
    }

    /** Shannon's entropy per letter. */
    private static double bits(String text) {
        double bits = 0;
        for (int c : text.chars().distinct().toArray()) {
            double share = (double) text.chars().filter(other -> other == c).count() / text.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
