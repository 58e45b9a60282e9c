package org.openfoodfacts.brigade.confs.lint.scripts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** Months counted from today: GNU date keeps the day, and "the result may be a day of the next month" ("Relative items in date strings" of coreutils). */
final class MonthArithmetic implements Rule {
    private static final int MAX_LINE = 4_000;
    private static final Pattern RELATIVE =
            Pattern.compile("\\bdate\\b[^|;)]{0,80}?(?:-d|--date)[ =]?[\"']([^\"']{1,80})[\"']");
    private static final Pattern MONTHS = Pattern.compile("(?i)(?:[-+]?\\s*\\d+|last|next)\\s*months?\\b");
    private static final Pattern ANCHORED = Pattern.compile("-(?:01|1|15)\\b|\\$\\(");

    private static final RulePage PAGE = new RulePage(
            "script-month-arithmetic",
            Severity.WARNING,
            "A date is counted in months from today",
            """
            'date -d "1 month ago"' keeps the day: on 31 March it means 31 February, which is 3 March. The script names the wrong month on the last \
            days of a month, skips one or does one twice. Count from a day that every month has.""",
            "",
            new RulePage.Failing("scripts/report.sh:2", """
                    --- scripts/report.sh
                    #!/bin/bash
                    MONTH=$(date -d "1 month ago" +%Y-%m)
                    """),
            """
            --- scripts/report.sh
            #!/bin/bash
            MONTH=$(date -d "$(date +%Y-%m-01) -1 month" +%Y-%m)
            DAY=$(date -d "30 days ago" +%F)
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        RunScript.all(repository).forEach(script -> {
            int number = 0;
            for (String line : script.text().lines().toList()) {
                number++;
                if (line.contains("month")
                        && line.length() < MAX_LINE
                        && !line.stripLeading().startsWith("#")) {
                    judge(script, number, line, findings);
                }
            }
        });
    }

    private static void judge(RunScript script, int number, String line, Findings findings) {
        Matcher relative = RELATIVE.matcher(line);
        if (relative.find()
                && MONTHS.matcher(relative.group(1)).find()
                && !ANCHORED.matcher(relative.group(1)).find()) {
            findings.add(
                    script.source(),
                    script.line(number),
                    "'%s' is counted from today, so on the last days of a month it means a day of another month"
                            .formatted(relative.group(1)),
                    "count from the first day: date -d \"$(date +%Y-%m-01) -1 month\"");
        }
    }
}
