package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.fail2ban.BanFiles;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Placed;

/**
 * fail2ban's nftables action makes its set with {@code type <addr_type>} alone; nft(8), SETS: prefixes and ranges are only taken by a set
 * with {@code flags interval}.
 */
final class RangeRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "ban-no-ranges",
            Severity.WARNING,
            "A jail for bans by hand uses an nftables action whose set holds no ranges",
            """
            Crawlers come from networks. 'fail2ban-client set JAIL banip 203.0.113.0/24' is taken and stored by fail2ban, but nft refuses \
            to add a range to a set without the interval flag: the ban is listed and nobody is stopped.""",
            "Half of all requests came from crawlers, of whole networks.",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/manual.local:1", """
                    --- confs/proxy/fail2ban/jail.d/manual.local
                    [nginx-manual-ban]
                    enabled = true
                    filter = nginx-botsearch
                    logpath = /etc/fail2ban/fail2ban.conf
                    bantime = -1
                    banaction = nftables[type=multiport]
                    """),
            """
            --- confs/proxy/fail2ban/jail.d/manual.local
            [nginx-manual-ban]
            enabled = true
            filter = nginx-botsearch
            logpath = /etc/fail2ban/fail2ban.conf
            bantime = -1
            banaction = nftables[type=multiport]
            --- confs/proxy/fail2ban/action.d/nftables.local
            [Definition]
            _nft_add_set = <nftables> add set <table_family> <table> <addr_set> \\{ type <addr_type>\\; flags interval\\; \\}
                           <_nft_for_proto-<type>-iter>
                           <nftables> add rule <table_family> <table> <chain> %(rule_stat)s
                           <_nft_for_proto-<type>-done>
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            boolean holdsRanges = repository
                    .all(Formats.BAN_PARTS, machine.getKey())
                    .filter(file -> BanFiles.part(file.source(), "action").isPresent())
                    .anyMatch(file -> file.source().text().all().contains("interval"));
            machine.getValue().stream()
                    .filter(jail -> !holdsRanges && ByHandRule.isByHand(jail) && usesNftables(jail))
                    .forEach(jail -> findings.guess(
                            jail.source(),
                            jail.line(),
                            "the machine has Debian's nftables action",
                            "[" + jail.name()
                                    + "] bans with an nftables set without 'flags interval', so the ban of a network"
                                    + " is listed and has no effect",
                            "add action.d/nftables.local whose _nft_add_set has 'flags interval\\;'"));
        }
    }

    private static boolean usesNftables(Jail jail) {
        Optional<Placed> action = jail.own("action").or(() -> jail.option("banaction"));
        return action.stream()
                .flatMap(a -> Call.all(a.value()).stream())
                .anyMatch(call -> Debian.NFTABLES_ACTIONS.contains(call.name()));
    }
}
