package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.DidYouMean;

/** What can be wrong with an {@link Allowance}. They are found when all other rules have spoken. */
final class AllowanceRules {
    private static final String FINDING = """
            --- confs/host1/pve/lxc_101.conf
            #brigade: allow %s
            onboot = 1
            """;
    private static final String RIGHT = FINDING.formatted("syntax until 9999-12-31: shows how an allowance is written");

    private static final RulePage INCOMPLETE = page(
            "allowance-incomplete",
            Severity.WARNING,
            "A 'brigade: allow' comment lacks the rule, the end or the reason",
            "It silences nothing. Everything temporary has a reason and an end, so that no exception outlives what it was made for.",
            "syntax: for now");
    private static final RulePage UNKNOWN = page(
            "allowance-unknown-rule",
            Severity.WARNING,
            "A 'brigade: allow' comment names a rule that there is not",
            "It silences nothing, and whoever reads it believes that it does.",
            "sintax until 9999-12-31: mistyped");
    private static final RulePage EXPIRED = page(
            "allowance-expired",
            Severity.WARNING,
            "A 'brigade: allow' comment has come to its end",
            "What it silenced is found again: mend it, or decide anew until when it may stay.",
            "syntax until 2020-01-31: has been decided long ago");
    private static final RulePage UNUSED = page(
            "allowance-unused",
            Severity.NOTE,
            "A 'brigade: allow' comment silences nothing",
            "What it was made for is mended, or stands elsewhere by now. Left behind it would silence the next mistake.",
            "link-broken until 9999-12-31: there is no link here");

    static final List<Rule> ALL =
            List.of(new Judged(INCOMPLETE), new Judged(UNKNOWN), new Judged(EXPIRED), new Judged(UNUSED));

    private AllowanceRules() {}

    /** A rule whose findings {@link Allowances} makes. */
    private record Judged(RulePage page) implements Rule {
        @Override
        public void check(Repository repository, Findings findings) {
            // An allowance can be judged only when all findings are known.
        }
    }

    static Finding incomplete(String file, Allowance allowance) {
        return finding(
                INCOMPLETE,
                file,
                allowance,
                "the comment silences nothing, because it is not whole",
                "write 'brigade: allow RULE until YYYY-MM-DD: reason'");
    }

    static Finding unknown(String file, Allowance allowance, Set<String> rules) {
        return finding(
                UNKNOWN,
                file,
                allowance,
                "there is no rule '" + allowance.rule() + "', so the comment silences nothing",
                DidYouMean.among(allowance.rule(), rules)
                        .map(rule -> "did you mean '" + rule + "'?")
                        .orElse("'brigade lint --list-rules' lists them"));
    }

    static Finding expired(String file, Allowance allowance) {
        return finding(
                EXPIRED,
                file,
                allowance,
                "the exception ended on " + allowance.until() + " (" + allowance.reason() + ")",
                "mend what it silenced, or give it a new end");
    }

    static Finding unused(String file, Allowance allowance) {
        return finding(
                UNUSED, file, allowance, "nothing here breaks the rule " + allowance.rule(), "remove the comment");
    }

    private static Finding finding(RulePage page, String file, Allowance allowance, String message, String remedy) {
        String[] parts = file.split("/", 3);
        String folder = parts.length == 3 && parts[0].equals("confs") ? parts[1] : "";
        Finding.Place place = new Finding.Place(file, allowance.line(), 0);
        return new Finding(page.id(), page.severity(), List.of(folder), place, message, remedy);
    }

    private static RulePage page(String id, Severity severity, String title, String why, String wrong) {
        RulePage.Failing fails = new RulePage.Failing("confs/host1/pve/lxc_101.conf:1", FINDING.formatted(wrong));
        return new RulePage(id, severity, title, why, "", fails, RIGHT);
    }
}
