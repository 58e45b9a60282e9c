package org.openfoodfacts.brigade.confs.lint;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.source.Text;

/**
 * A comment that silences a rule for a time: {@code # brigade: allow RULE until 2027-01-31: reason}. It speaks for its own line and for
 * the next one that is no comment; above everything else in a file also for the file as a whole.
 */
record Allowance(String rule, LocalDate until, String reason, int line, int speaksFor) {
    private static final String COMMENT = "\\s*(?:#|;|//).*";
    private static final Pattern MARK = Pattern.compile("(?:#|;|//)\\s*brigade:\\s*allow\\b(?<rest>.*)");
    private static final Pattern WHOLE =
            Pattern.compile("\\s+(?<rule>[a-z0-9-]+)\\s+until\\s+(?<until>\\S+?)\\s*:\\s*(?<reason>\\S.*)");

    /** What stands on a line: nothing, an allowance, or one that is not whole ({@code rule} is null then). */
    static Optional<Allowance> at(Text text, int line) {
        Matcher mark = MARK.matcher(text.line(line));
        if (!mark.find()) {
            return Optional.empty();
        }
        Matcher whole = WHOLE.matcher(mark.group("rest"));
        if (!whole.matches()) {
            return Optional.of(new Allowance(null, null, "", line, line));
        }
        try {
            LocalDate until = LocalDate.parse(whole.group("until"));
            return Optional.of(new Allowance(
                    whole.group("rule"), until, whole.group("reason").strip(), line, speaksFor(text, line)));
        } catch (DateTimeParseException e) {
            return Optional.of(new Allowance(null, null, "", line, line));
        }
    }

    private static int speaksFor(Text text, int line) {
        if (!text.line(line).matches(COMMENT)) {
            return line;
        }
        int next = line + 1;
        while (next <= text.lines().size()
                && (text.line(next).isBlank() || text.line(next).matches(COMMENT))) {
            next++;
        }
        return next;
    }

    boolean isWhole() {
        return rule != null;
    }

    /** {@code until} is the last day. */
    boolean isExpired(LocalDate today) {
        return today.isAfter(until);
    }

    boolean speaksFor(Finding finding) {
        int at = finding.place().line();
        return finding.rule().equals(rule) && (at == 0 || at == speaksFor || at == line);
    }
}
