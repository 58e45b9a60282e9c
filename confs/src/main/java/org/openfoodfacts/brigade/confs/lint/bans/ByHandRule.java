package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Placed;

/** jail.conf(5): bantime is 10 minutes by default in the package's jail.conf, and a negative one is for ever. */
final class ByHandRule implements Rule {
    private static final Pattern BY_HAND =
            Pattern.compile("(?i)(^|[-_])(manual|manually|byhand|by-hand|hand|permanent)($|[-_])");

    private static final RulePage PAGE = new RulePage(
            "ban-by-hand-ends",
            Severity.WARNING,
            "A jail for bans by hand lifts them by itself",
            """
            A ban that someone typed is meant to stay until someone lifts it. With the default of ten minutes it is gone before the effect \
            shows, and the crawler is back.""",
            "Half of all requests came from crawlers; bans were typed on each proxy, again and again.",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/manual.local:1", """
                    --- confs/proxy/fail2ban/jail.d/manual.local
                    [nginx-manual-ban]
                    enabled = true
                    filter = nginx-botsearch
                    logpath = /etc/fail2ban/fail2ban.conf
                    """),
            """
            --- confs/proxy/fail2ban/jail.d/manual.local
            [nginx-manual-ban]
            enabled = true
            filter = nginx-botsearch
            logpath = /etc/fail2ban/fail2ban.conf
            bantime = -1
            """);

    /** A jail whose name says so, or whose log is one that nothing is ever banned for. */
    static boolean isByHand(Jail jail) {
        return !jail.isOff()
                && (BY_HAND.matcher(jail.name()).find()
                        || jail.own("logpath")
                                .filter(log -> log.value().startsWith("/etc/")
                                        || log.value().equals("/dev/null"))
                                .isPresent());
    }

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            machine.getValue().stream().filter(ByHandRule::isByHand).forEach(jail -> judge(jail, findings));
        }
    }

    private static void judge(Jail jail, Findings findings) {
        Optional<Placed> time = jail.option("bantime");
        if (time.isEmpty()) {
            findings.guess(
                    jail.source(),
                    jail.line(),
                    "no other file sets bantime",
                    "[" + jail.name() + "] has no bantime, so bans by hand end after the default of 10 minutes",
                    "add bantime = -1");
        } else if (!time.get().value().startsWith("-")
                && BanTime.isReadable(time.get().value())) {
            findings.add(
                    time.get().source(),
                    time.get().option().line(),
                    "bans by hand in [" + jail.name() + "] end after "
                            + time.get().value(),
                    "give the jail bantime = -1");
        }
    }
}
