package org.openfoodfacts.brigade.confs.lint;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.bans.BanRules;
import org.openfoodfacts.brigade.confs.lint.documents.DocumentRules;
import org.openfoodfacts.brigade.confs.lint.guests.GuestRules;
import org.openfoodfacts.brigade.confs.lint.proxies.ProxyRules;
import org.openfoodfacts.brigade.confs.lint.scripts.ScriptRules;
import org.openfoodfacts.brigade.confs.lint.services.ServiceRules;
import org.openfoodfacts.brigade.confs.lint.snapshots.SnapshotRules;
import org.openfoodfacts.brigade.confs.lint.tunnels.TunnelRules;
import org.openfoodfacts.brigade.confs.lint.units.UnitRules;

/** All rules, by what they protect. */
public final class Rules {
    public static final List<Rule> ALL = Stream.of(
                    List.<Rule>of(new SyntaxRule(), new LinkRule()),
                    SnapshotRules.ALL,
                    GuestRules.ALL,
                    UnitRules.ALL,
                    TunnelRules.ALL,
                    ProxyRules.ALL,
                    BanRules.ALL,
                    ServiceRules.ALL,
                    ScriptRules.ALL,
                    DocumentRules.ALL,
                    AllowanceRules.ALL)
            .flatMap(List::stream)
            .toList();

    private Rules() {}

    public static Optional<Rule> find(String id) {
        return ALL.stream().filter(rule -> rule.page().id().equals(id)).findFirst();
    }
}
