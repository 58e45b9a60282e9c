package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.fail2ban.BanFiles;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Jail;
import org.openfoodfacts.brigade.confs.lint.bans.Jails.Placed;

/** A filter or action that neither the repository nor Debian's package has. The machine may have it all the same, so it is a guess. */
final class UnknownPartRule implements Rule {
    private static final List<String> ACTIONS = List.of("banaction", "banaction_allports", "action");

    private static final RulePage PAGE = new RulePage(
            "ban-part-unknown",
            Severity.WARNING,
            "A jail names a filter or an action that there is not",
            """
            fail2ban does not start with such a jail ("Unable to read the filter"), or reloads without it: nobody is banned, by this jail \
            or by any.""",
            "",
            new RulePage.Failing("confs/proxy/fail2ban/jail.d/web.local:3", """
                    --- confs/proxy/fail2ban/jail.d/web.local
                    [web-bots]
                    enabled = true
                    filter = nginx-botsaerch
                    logpath = /var/log/nginx/access.log
                    """),
            """
            --- confs/proxy/fail2ban/jail.d/web.local
            [web-bots]
            enabled = true
            filter = nginx-botsearch
            logpath = /var/log/nginx/access.log
            [shop-login]
            enabled = true
            logpath = /var/log/nginx/access.log
            --- confs/proxy/fail2ban/filter.d/shop-login.conf
            [Definition]
            failregex = ^<HOST> .* "POST /login" 403
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Map.Entry<String, List<Jail>> machine : Jails.byMachine(repository).entrySet()) {
            Set<String> filters = known(repository, machine.getKey(), "filter", Debian.FILTERS);
            Set<String> actions = known(repository, machine.getKey(), "action", Debian.ACTIONS);
            for (Jail jail : machine.getValue()) {
                if (!jail.isOff()) {
                    jail.own("filter")
                            .ifPresentOrElse(
                                    filter -> judge("filter", jail, filter, filters, findings),
                                    () -> ofItsName(jail, filters, findings));
                    ACTIONS.forEach(option ->
                            jail.own(option).ifPresent(action -> judge("action", jail, action, actions, findings)));
                }
            }
            machine.getValue().stream()
                    .findFirst()
                    .ifPresent(jail -> ACTIONS.forEach(option -> {
                        Placed placed = jail.defaults().get(option);
                        if (placed != null) {
                            judge("action", jail, placed, actions, findings);
                        }
                    }));
        }
    }

    /** Of the machine, of what machines share, and of the package. */
    private static Set<String> known(Repository repository, String folder, String kind, Collection<String> packaged) {
        List<String> folders = new ArrayList<>(List.of(folder, Repository.SHARED));
        repository.machine().node(folder).ifPresent(node -> folders.addAll(node.folders()));
        Set<String> known = folders.stream()
                .flatMap(from -> repository.all(Formats.BAN_PARTS, from))
                .flatMap(file -> BanFiles.part(file.source(), kind).stream())
                .collect(Collectors.toCollection(HashSet::new));
        known.addAll(packaged);
        return known;
    }

    /** Debian's jail.conf: {@code filter = %(__name__)s[mode=%(mode)s]}. */
    private static void ofItsName(Jail jail, Set<String> filters, Findings findings) {
        boolean isSet =
                jail.option("filter").isPresent() || jail.option("enabled").isEmpty();
        if (!isSet && !filters.contains(jail.name()) && !Debian.JAILS_OF_OTHER_FILTERS.contains(jail.name())) {
            findings.guess(
                    jail.source(),
                    jail.line(),
                    "the machine has only Debian's and the repository's",
                    "[" + jail.name()
                            + "] names no filter and there is none of its name, so fail2ban leaves the jail out",
                    "write filter = with one that there is, add fail2ban/filter.d/" + jail.name()
                            + ".conf, or write 'filter =' in a jail for bans by hand");
        }
    }

    private static void judge(String kind, Jail jail, Placed placed, Set<String> known, Findings findings) {
        for (Call call : Call.all(placed.value())) {
            if (!known.contains(call.name())) {
                String remedy = DidYouMean.among(call.name(), known)
                        .map(k -> "did you mean '" + k + "'?")
                        .orElse("add fail2ban/" + kind + ".d/" + call.name() + ".conf");
                findings.guess(
                        placed.source(),
                        placed.option().line(),
                        "the machine has only Debian's and the repository's",
                        "there is no " + kind + " '" + call.name() + "', so fail2ban cannot run the jail ["
                                + jail.name() + "]",
                        remedy);
            }
        }
    }
}
