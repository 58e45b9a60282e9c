package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;

/** A value that systemd up to 258 does not take: "Failed to parse service type, ignoring: onshot", "Failed to parse calendar specification". */
final class ValueUnreadable implements Rule {
    private static final Map<String, Set<String>> WORDS = Map.of(
            "Type", Set.of("simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle"),
            "Restart", Set.of("no", "always", "on-success", "on-failure", "on-abnormal", "on-abort", "on-watchdog"),
            "KillMode", Set.of("control-group", "mixed", "process", "none"));
    private static final Map<String, String> DEFAULTS =
            Map.of("Type", "simple", "Restart", "no", "KillMode", "control-group");
    private static final Set<String> SPANS = Set.of(
            "RestartSec",
            "TimeoutSec",
            "TimeoutStartSec",
            "TimeoutStopSec",
            "RuntimeMaxSec",
            "WatchdogSec",
            "OnActiveSec",
            "OnBootSec",
            "OnStartupSec",
            "OnUnitActiveSec",
            "OnUnitInactiveSec",
            "RandomizedDelaySec",
            "AccuracySec",
            "StartLimitIntervalSec");
    private static final Set<String> TIMES = Set.of(
            "minutely",
            "hourly",
            "daily",
            "weekly",
            "monthly",
            "quarterly",
            "semiannually",
            "semi-annually",
            "biannually",
            "bi-annually",
            "half-yearly",
            "anually",
            "annually",
            "yearly");
    private static final Pattern DAY = Pattern.compile("(?i)(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z-]+");
    private static final Pattern HOUR =
            Pattern.compile("(?:^|.*[\\s])(\\d{1,2}):\\d{1,2}(?::\\d{1,2})?(?:\\s+[A-Za-z/_]+)?");

    private static final RulePage PAGE = new RulePage(
            "unit-value-unreadable",
            Severity.WARNING,
            "A setting has a value that systemd does not understand",
            """
            systemd logs "Failed to parse …, ignoring" and goes on with the default: a job with 'Type=onshot' counts as started at once, one with \
            'Restart=allways' is not restarted, a timer with a time that there is not never elapses.""",
            "",
            new RulePage.Failing("confs/host1/systemd/system/check.service:2", """
                    --- confs/host1/systemd/system/check.service
                    [Service]
                    Type=onshot
                    ExecStart=/usr/local/bin/check
                    """),
            """
            --- confs/host1/systemd/system/check.service
            [Service]
            Type=exec
            ExecStart=/usr/local/bin/check
            Restart=on-failure
            RestartSec=1min 30s
            --- confs/host1/systemd/system/check.timer
            [Timer]
            OnCalendar=Mon..Fri *-*-* 23:30:00 Europe/Paris
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .forEach(part -> part.file().sections().stream()
                        .filter(section -> !section.name().startsWith("X-"))
                        .flatMap(section -> section.settings().stream())
                        .filter(setting -> !isOpen(setting.value()))
                        .forEach(setting -> judge(part, setting, findings)));
    }

    /** Empty, put together later, or with a comment behind it, which is another rule's. */
    private static boolean isOpen(String value) {
        return value.isEmpty() || value.indexOf('%') >= 0 || value.indexOf('#') >= 0 || value.indexOf(';') >= 0;
    }

    private static void judge(UnitPart part, Setting setting, Findings findings) {
        String key = setting.key();
        String value = setting.value();
        Set<String> words = part.unit().type().equals("service") ? WORDS.get(key) : null;
        if (words != null && !words.contains(value)) {
            found(part, setting, "so it is " + DEFAULTS.get(key), DidYouMean.remedy(value, words), findings);
        } else if (SPANS.contains(key) && TimeSpan.seconds(value).isEmpty()) {
            found(part, setting, "so it has no effect", "write a number with s, min, h, d or w: 1min 30s", findings);
        } else if (key.equals("OnCalendar") && part.unit().type().equals("timer")) {
            wrongTime(value)
                    .ifPresent(remedy -> found(part, setting, "so nothing is started at that time", remedy, findings));
        }
    }

    /** Empty for a time that may be right. */
    private static Optional<String> wrongTime(String value) {
        if (WORD.matcher(value).matches()) {
            boolean isKnown = DAY.matcher(value).matches() || TIMES.contains(value.toLowerCase(Locale.ROOT));
            return isKnown ? Optional.empty() : Optional.of(DidYouMean.remedy(value, TIMES));
        }
        Matcher hour = HOUR.matcher(value);
        return hour.matches() && Integer.parseInt(hour.group(1)) > 23
                ? Optional.of("hours go from 0 to 23")
                : Optional.empty();
    }

    private static void found(UnitPart part, Setting setting, String effect, String remedy, Findings findings) {
        findings.add(
                part.source(),
                setting.line(),
                "systemd does not understand %s=%s and ignores it, %s"
                        .formatted(setting.key(), setting.value(), effect),
                remedy);
    }
}
