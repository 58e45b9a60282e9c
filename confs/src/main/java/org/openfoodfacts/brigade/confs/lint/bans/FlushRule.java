package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * {@code flush ruleset} (nft(8)) drops every table, fail2ban's too, which makes its own only once. systemd.unit(5): with PartOf= fail2ban is
 * restarted with nftables and puts its bans back. Debian's unit has it for firewalld and not everywhere for nftables.
 */
final class FlushRule implements Rule {
    private static final Pattern DROP_IN =
            Pattern.compile("(.*/)?systemd/(system/)?fail2ban\\.service(\\.d/[^/]+\\.conf)?");
    private static final Pattern FOLLOWS =
            Pattern.compile("(PartOf|BindsTo|Requires)\\s*=.*\\bnftables(\\.service)?\\b.*");

    private static final RulePage PAGE = new RulePage(
            "ban-lost-on-flush",
            Severity.WARNING,
            "Loading the firewall drops fail2ban's bans, and nothing puts them back",
            """
            'flush ruleset' empties the whole firewall, and with it the tables of fail2ban, which keeps believing that its bans are there. \
            With PartOf=nftables.service (and After=) fail2ban is restarted along with it and bans anew what its database holds.""",
            "",
            new RulePage.Failing("confs/proxy/nftables.conf:1", """
                    --- confs/proxy/nftables.conf
                    flush ruleset
                    --- confs/proxy/fail2ban/jail.d/web.local
                    [nginx-botsearch]
                    enabled = true
                    """),
            """
            --- confs/proxy/nftables.conf
            flush ruleset
            --- confs/proxy/fail2ban/jail.d/web.local
            [nginx-botsearch]
            enabled = true
            --- confs/proxy/systemd/system/fail2ban.service.d/override.conf
            [Unit]
            After=nftables.service
            PartOf=nftables.service
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            boolean follows = repository.of(machine.getKey()).stream()
                    .filter(source -> DROP_IN.matcher(source.inFolder()).matches())
                    .flatMap(source -> source.text().lines().stream())
                    .anyMatch(line -> FOLLOWS.matcher(line.strip()).matches());
            if (!follows) {
                repository
                        .all(Formats.NFTABLES, machine.getKey())
                        .filter(file -> file.source().fileName().equals("nftables.conf"))
                        .forEach(file -> file.value()
                                .all("flush")
                                .filter(statement -> statement.text().equals("flush ruleset"))
                                .forEach(statement -> found(file.source(), statement.line(), findings)));
            }
        }
    }

    private static void found(Source source, int line, Findings findings) {
        findings.guess(
                source,
                line,
                "no unit outside the repository ties fail2ban to nftables",
                "'flush ruleset' drops fail2ban's tables and fail2ban is not restarted with nftables, so after a reload nobody is"
                        + " banned",
                "add a drop-in for fail2ban.service with After=nftables.service and PartOf=nftables.service");
    }
}
