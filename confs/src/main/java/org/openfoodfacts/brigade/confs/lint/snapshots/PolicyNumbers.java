package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;
import org.openfoodfacts.brigade.confs.sanoid.SanoidValue;

/**
 * Numbers out of their domain. Perl takes a text that begins with no digit for 0, and a count of 0 destroys what there is of that kind; a time
 * out of range ends sanoid in {@code timelocal} (Time::Local croaks).
 */
final class PolicyNumbers implements Rule {
    private static final Set<String> COUNTS = Set.of("frequently", "hourly", "daily", "weekly", "monthly", "yearly");
    private static final Map<String, Integer> TIMES = Map.ofEntries(
            Map.entry("hourly_min", 59),
            Map.entry("daily_hour", 23),
            Map.entry("daily_min", 59),
            Map.entry("weekly_hour", 23),
            Map.entry("weekly_min", 59),
            Map.entry("monthly_mday", 31),
            Map.entry("monthly_hour", 23),
            Map.entry("monthly_min", 59),
            Map.entry("yearly_mon", 12),
            Map.entry("yearly_mday", 31),
            Map.entry("yearly_hour", 23),
            Map.entry("yearly_min", 59));
    private static final int EVERY_MONTH = 28;
    private static final Pattern BEGINS_WITH_NUMBER = Pattern.compile("[+]?\\d.*", Pattern.DOTALL);
    private static final RulePage PAGE = new RulePage(
            "policy-number",
            Severity.ERROR,
            "A number of a snapshot policy is none, or out of its range",
            """
            sanoid takes a count that does not begin with a digit for 0: it takes no snapshots of that kind and destroys those there are. With a \
            minute, hour, day or month that does not exist it ends before it has taken or pruned anything, for all datasets.""",
            "",
            new RulePage.Failing("confs/web1/sanoid/sanoid.conf:3", """
                    --- confs/web1/sanoid/sanoid.conf
                    [tank/web]
                    hourly = 36
                    daily = "30"
                    """),
            """
            --- confs/web1/sanoid/sanoid.conf
            [tank/web]
            hourly = 36
            daily = 30
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Policed machine : Replication.of(repository).policed()) {
            for (Section section : machine.file().sections()) {
                boolean used = !machine.file().users(section).isEmpty();
                Severity severity = used ? Severity.ERROR : Severity.WARNING;
                section.settings().stream()
                        .filter(s -> !s.value().equals(Setting.TWICE))
                        .forEach(s -> judge(machine, s, severity, findings));
            }
        }
    }

    private static void judge(Policed machine, Setting setting, Severity severity, Findings findings) {
        double number = SanoidValue.number(setting.value());
        boolean isNumber = BEGINS_WITH_NUMBER.matcher(setting.value()).matches();
        String written = setting.key() + "='" + setting.value() + "'";
        if (COUNTS.contains(setting.key()) && !isNumber) {
            findings.add(
                    severity,
                    machine.source(),
                    setting.line(),
                    written + " is no number, so sanoid takes 0: no " + setting.key()
                            + " snapshots are taken, and those there are get destroyed",
                    "write the number alone");
        } else if (TIMES.containsKey(setting.key())) {
            int from = setting.key().endsWith("mday") || setting.key().endsWith("mon") ? 1 : 0;
            if (!isNumber || number < from || number > TIMES.get(setting.key())) {
                findings.add(
                        severity,
                        machine.source(),
                        setting.line(),
                        written + " does not exist, so sanoid ends without taking or pruning anything",
                        "write a number from " + from + " to " + TIMES.get(setting.key()));
            } else if (setting.key().equals("monthly_mday") && number > EVERY_MONTH) {
                findings.add(
                        Severity.WARNING,
                        machine.source(),
                        setting.line(),
                        written
                                + " is a day that not every month has, so in those sanoid ends without taking or pruning"
                                + " anything, if monthly is above 0",
                        "write a number from 1 to " + EVERY_MONTH);
            }
        } else if (setting.key().equals("frequent_period") && (!isNumber || number <= 0)) {
            findings.add(
                    Severity.WARNING,
                    machine.source(),
                    setting.line(),
                    written
                            + " is no number of minutes, so sanoid ends with a division by zero once frequently is above 0",
                    "write a number that divides 60");
        }
    }
}
