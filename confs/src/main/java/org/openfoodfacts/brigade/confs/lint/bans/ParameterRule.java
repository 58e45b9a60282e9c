package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Option;
import org.openfoodfacts.brigade.confs.fail2ban.BanFile.Section;
import org.openfoodfacts.brigade.confs.fail2ban.BanFiles;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * Parameters of the nftables action that it does not have. fail2ban takes any name and only ever uses those that a command refers to, so
 * a wrong one is lost without a word. 0.10.4 and before called {@code table} {@code nftables_table}; Debian 11 and later have 0.11 or 1.0.
 */
final class ParameterRule implements Rule {

    private static final RulePage PAGE = new RulePage(
            "ban-parameter-unknown",
            Severity.WARNING,
            "A parameter is set that the nftables action does not have",
            """
            fail2ban takes any name and uses only those that a command of the action refers to. A wrong name, or one of an older version, \
            changes nothing: the bans are kept in another table or chain than the one that was meant, and no message says so.""",
            "",
            new RulePage.Failing("confs/proxy/fail2ban/action.d/nftables-common.local:2", """
                    --- confs/proxy/fail2ban/action.d/nftables-common.local
                    [Init]
                    nftables_table = fail2ban
                    """),
            """
            --- confs/proxy/fail2ban/action.d/nftables-common.local
            [Init]
            table = fail2ban
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        String referring = references(repository);
        Set<String> defined = new HashSet<>(Debian.NFTABLES);
        for (Read<BanFile> file : repository.all(Formats.BAN_PARTS)) {
            if (isNftables(file.source())) {
                unused(file.value(), referring).forEach(o -> found(file.source(), o.line(), o.name(), findings));
                file.value().sections().forEach(s -> s.options().forEach(o -> defined.add(o.name())));
            }
        }
        for (Read<BanFile> file : repository.all(Formats.JAILS)) {
            for (Section section : file.value().sections()) {
                for (String name : List.of("banaction", "banaction_allports", "action")) {
                    section.option(name)
                            .ifPresent(option -> Call.all(option.value()).stream()
                                    .filter(call -> Debian.NFTABLES_ACTIONS.contains(call.name()))
                                    .flatMap(call -> call.keys().stream())
                                    .filter(key -> !defined.contains(key))
                                    .forEach(key -> found(file.source(), option.line(), key, findings)));
                }
            }
        }
    }

    private static boolean isNftables(Source source) {
        return BanFiles.part(source, "action")
                .filter(Debian.NFTABLES_ACTIONS::contains)
                .isPresent();
    }

    /** The texts that may refer to a parameter of one's own. */
    private static String references(Repository repository) {
        StringBuilder text = new StringBuilder();
        repository.all(Formats.BAN_PARTS).stream()
                .filter(file -> isNftables(file.source()))
                .flatMap(file -> file.value().sections().stream())
                .flatMap(section -> section.options().stream())
                .forEach(option -> text.append(option.value()).append('\n'));
        return text.toString();
    }

    private static List<Option> unused(BanFile file, String referring) {
        List<Option> unused = new ArrayList<>();
        for (Section section : file.sections()) {
            boolean parameters = section.name().equals("Init") || section.name().startsWith("Init?");
            section.options().stream()
                    .filter(o -> parameters && !Debian.NFTABLES.contains(o.name()))
                    .filter(o ->
                            !referring.contains("<" + o.name() + ">") && !referring.contains("%(" + o.name() + ")s"))
                    .forEach(unused::add);
        }
        return unused;
    }

    private static void found(Source source, int line, String name, Findings findings) {
        String meant = name.startsWith("nftables_") ? name.substring("nftables_".length()) : name;
        String remedy = DidYouMean.among(meant, Debian.NFTABLES)
                .map(known -> "write " + known)
                .orElse("remove it, or refer to it from a command");
        findings.guess(
                source,
                line,
                "fail2ban 0.11 or later, as in Debian 11 and 12",
                "the nftables action has no parameter '" + name + "', so the line changes nothing",
                remedy);
    }
}
