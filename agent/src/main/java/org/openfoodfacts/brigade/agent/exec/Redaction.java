package org.openfoodfacts.brigade.agent.exec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of text before it leaves the machine: private keys, credentials in headers, assignments and URLs, web tokens, and
 * PSK lines. Redacting twice changes nothing more. One instance per stream of lines, because a private key spans several.
 */
public final class Redaction {
    /** What stands in place of a secret. */
    public static final String MARK = "***";

    private static final int LONGEST_DETAIL = 4000;

    private static final Pattern KEY_BEGIN = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern KEY_END = Pattern.compile("-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----");
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile(
                    "(?i)(\\bauthorization[\"']?\\s*[:=]\\s*[\"']?(?:(?:basic|bearer|digest|token)\\s+)?)[^\\s\"']+"),
            Pattern.compile("(?i)(\\bbearer\\s+)[A-Za-z0-9._~+/=-]{8,}"),
            Pattern.compile("()\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"),
            Pattern.compile("(\\bbrigade1\\.[a-z0-9-]+\\.)[A-Za-z0-9_-]+"),
            Pattern.compile("(?i)((?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|psk)"
                    + "[\\w-]{0,32}[\"']?\\s{0,4}[=:]\\s{0,4})(?:\"[^\"]*\"|'[^']*'|[^\\s\"'&,;]+)"),
            Pattern.compile("(?i)(--?(?:password|passphrase|token|secret)\\s+)[^\\s-]\\S*"),
            Pattern.compile("(\\b[A-Za-z][A-Za-z0-9+.-]{0,20}://)[^/\\s@]*(?:@[^/\\s@]*)*(?=@)"),
            Pattern.compile("(^\\s*[^:\\s]+:)[0-9A-Fa-f]{32,}(?=\\s*$)"));

    private boolean insideKey;

    /** The line as it may be shown. */
    public String line(String line) {
        if (insideKey) {
            insideKey = !KEY_END.matcher(line).find();
            return MARK;
        }
        if (KEY_BEGIN.matcher(line).find()) {
            insideKey = !KEY_END.matcher(line).find();
            return MARK;
        }
        String shown = line;
        for (Pattern secret : SECRETS) {
            shown = secret.matcher(shown).replaceAll("$1" + MARK);
        }
        return shown;
    }

    /** A detail as a report may carry it: redacted, and of bounded length; null stays null. */
    public static String brief(String text) {
        String redacted = of(text);
        return redacted == null || redacted.length() <= LONGEST_DETAIL
                ? redacted
                : redacted.substring(0, LONGEST_DETAIL) + " …";
    }

    /** A whole text as it may be shown; null stays null. */
    public static String of(String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        Redaction redaction = new Redaction();
        return text.lines().map(redaction::line).collect(Collectors.joining("\n"));
    }
}
