package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;

/** jail.conf(5): enabled is false unless set; Debian's defaults-debian.conf sets it for sshd. */
final class JailOffRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "ban-jail-off",
            Severity.WARNING,
            "A jail is written down and not enabled",
            """
            A jail runs only with 'enabled = true', its own or of [DEFAULT]. Without it fail2ban passes over the section without a word. One \
            that is meant to be off says 'enabled = false'.""",
            "",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/web.local:1", """
                    --- confs/proxy/fail2ban/jail.d/web.local
                    [nginx-botsearch]
                    logpath = /var/log/nginx/access.log
                    """),
            """
            --- confs/proxy/fail2ban/jail.d/web.local
            [nginx-botsearch]
            enabled = true
            logpath = /var/log/nginx/access.log
            [nginx-http-auth]
            enabled = false
            --- confs/proxy/fail2ban/jail.local
            [sshd]
            maxretry = 3
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            machine.getValue().stream()
                    .filter(jail ->
                            jail.option("enabled").isEmpty() && !jail.name().equals("sshd"))
                    .filter(jail -> !jail.source().fileName().equals("jail.conf"))
                    .forEach(jail -> findings.guess(
                            jail.source(),
                            jail.line(),
                            "no other file of the machine enables it",
                            "[" + jail.name() + "] is not enabled, so it bans nobody",
                            "add enabled = true, or enabled = false when that is meant"));
        }
    }
}
