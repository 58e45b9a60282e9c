package org.openfoodfacts.brigade.confs.lint.services;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.settings.HostRules;
import org.openfoodfacts.brigade.confs.settings.HostRules.HostRule;
import org.openfoodfacts.brigade.confs.source.Source;

/** PostgreSQL manual: method trust lets anyone in as any user; listen_addresses defaults to localhost. Both files stand in one folder. */
final class PostgresRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "postgres-open",
            Severity.ERROR,
            "PostgreSQL trusts everyone who reaches it",
            """
            'trust' for every address lets anyone be any user, the superuser among them, without a password. It is harmless only as long as \
            the server listens on localhost alone.""",
            "",
            new RulePage.Failing("confs/db/postgresql/15/main/pg_hba.conf:1", """
                    --- confs/db/postgresql/15/main/pg_hba.conf
                    host all all 0.0.0.0/0 trust
                    --- confs/db/postgresql/15/main/postgresql.conf
                    listen_addresses = '*'
                    """),
            """
            --- confs/db/postgresql/15/main/pg_hba.conf
            local all postgres peer
            host all all 127.0.0.1/32 trust
            host all all 0.0.0.0/0 scram-sha-256
            --- confs/db/postgresql/15/main/postgresql.conf
            listen_addresses = '*'
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<HostRules> file : repository.all(Formats.PG_HBA)) {
            Optional<List<String>> hosts = listens(repository, file.source());
            for (HostRule rule : file.value().all()) {
                boolean open = rule.isForEveryone() && rule.method().equals("trust");
                if (open && hosts.isPresent() && Reach.isOpen(hosts.get())) {
                    Reach.found(
                            repository,
                            file.source(),
                            rule.line(),
                            message(rule),
                            "use scram-sha-256 instead of trust",
                            findings);
                } else if (open && hosts.isEmpty()) {
                    findings.guess(
                            file.source(),
                            rule.line(),
                            "the server listens on more than localhost",
                            message(rule),
                            "use scram-sha-256 instead of trust");
                }
            }
        }
    }

    private static String message(HostRule rule) {
        boolean anyone = rule.user().equals("all") && rule.database().equals("all");
        return "PostgreSQL lets everyone be " + (rule.user().equals("all") ? "any user" : rule.user())
                + " from any address without a password, so everyone who reaches it "
                + (anyone
                        ? "reads and deletes all data"
                        : "reads and changes what that user may in " + rule.database());
    }

    /** postgresql.conf includes conf.d at its end, in the order of the names. */
    private static int mainFirst(String one, String other) {
        return Comparator.<String, Boolean>comparing(name -> !name.endsWith("/postgresql.conf"))
                .thenComparing(Comparator.naturalOrder())
                .compare(one, other);
    }

    private static Optional<List<String>> listens(Repository repository, Source rules) {
        String folder = rules.name().substring(0, rules.name().lastIndexOf('/') + 1);
        return repository
                .all(Formats.POSTGRES, rules.folder())
                .filter(file -> file.source().name().startsWith(folder))
                .sorted(Comparator.comparing(file -> file.source().name(), PostgresRule::mainFirst))
                .filter(file -> file.source().fileName().equals("postgresql.conf")
                        || file.value().has("listen_addresses"))
                .reduce((_, last) -> last)
                .map(file -> file.value()
                        .last("listen_addresses")
                        .map(s -> Arrays.stream(s.value().split(","))
                                .map(String::strip)
                                .toList())
                        .orElse(List.of("localhost")));
    }
}
