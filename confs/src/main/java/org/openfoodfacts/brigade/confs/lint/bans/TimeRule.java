package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Section;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;

/** fail2ban's MyTime.str2seconds raises for a unit it does not know ({@code 10mins}, {@code 1hr}); the configuration test does not show it. */
final class TimeRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "ban-time-unreadable",
            Severity.WARNING,
            "A time of a jail has a unit that fail2ban does not know",
            """
            The value is refused when the jail is set up, after the configuration test has passed: the jail runs with another time than was \
            meant, or not at all.""",
            "",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/web.local:3", """
                    --- confs/proxy/fail2ban/jail.d/web.local
                    [nginx-botsearch]
                    enabled = true
                    bantime = 1hr
                    """),
            """
            --- confs/proxy/fail2ban/jail.d/web.local
            [nginx-botsearch]
            enabled = true
            bantime = 1h
            findtime = 1d 12h 30m
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<BanFile> file : repository.all(Formats.JAILS)) {
            for (Section section : file.value().sections()) {
                for (String name : List.of("bantime", "findtime", "bantime.maxtime", "bantime.rndtime")) {
                    section.option(name)
                            .filter(o -> !BanTime.isReadable(o.value()))
                            .ifPresent(option -> findings.add(
                                    file.source(),
                                    option.line(),
                                    "fail2ban cannot read '" + name + " = " + option.value() + "', so ["
                                            + section.name() + "] does not ban for the time that was meant",
                                    "write seconds or a number with s, m, h, d, w, mo or y: 10m, 1d12h"));
                }
            }
        }
    }
}
