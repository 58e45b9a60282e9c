package org.openfoodfacts.brigade.confs.lint.services;

import java.util.Set;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.settings.Settings;

/** munin-node.conf(5): it listens on all interfaces ({@code host *}) and answers whom allow (a pattern) or cidr_allow names, nobody else. */
final class MuninRule implements Rule {
    private static final Set<String> EVERYONE = Set.of(".*", "^.*$", "^.*", ".", "^", "0.0.0.0/0", "::/0");

    private static final RulePage PAGE = new RulePage(
            "munin-open",
            Severity.WARNING,
            "munin-node answers everyone",
            """
            The allow lines are all that stands between a node and the world. One that fits every address tells everyone which services \
            run here, how busy they are and which disks fill.""",
            "",
            new RulePage.Failing("confs/host1/munin/munin-node.conf:2", """
                    --- confs/host1/munin/munin-node.conf
                    host *
                    cidr_allow 0.0.0.0/0
                    """),
            """
            --- confs/host1/munin/munin-node.conf
            host *
            allow ^127\\.0\\.0\\.1$
            cidr_allow 10.1.0.0/24
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<Settings> file : repository.all(Formats.MUNIN)) {
            boolean local = file.value()
                    .last("host")
                    .filter(h -> Scope.of(h.value()) == Scope.LOOPBACK)
                    .isPresent();
            file.value().all().stream()
                    .filter(s -> !local && (s.key().equals("allow") || s.key().equals("cidr_allow")))
                    .filter(s -> EVERYONE.contains(s.value()))
                    .forEach(s -> findings.add(
                            file.source(),
                            s.line(),
                            "'" + s.key() + " " + s.value()
                                    + "' lets everyone ask munin-node, so the machine's state is public",
                            "allow the Munin server's address only"));
        }
    }
}
