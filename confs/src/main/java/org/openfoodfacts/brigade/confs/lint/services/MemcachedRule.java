package org.openfoodfacts.brigade.confs.lint.services;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.settings.Settings;
import org.openfoodfacts.brigade.confs.settings.Settings.Setting;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** memcached(1): -l defaults to INADDR_ANY (Debian's own file says 127.0.0.1), -S and -Y ask for a login, -s listens on a socket only. */
final class MemcachedRule implements Rule {
    private static final Set<String> ASKS = Set.of("S", "enable-sasl", "Y", "auth-file", "s", "unix-socket");

    private static final RulePage PAGE = new RulePage(
            "memcached-open",
            Severity.ERROR,
            "memcached listens on all addresses",
            """
            memcached asks nobody who he is: whoever reaches the port reads and changes what the site believes, sessions among it. Without \
            -l it listens on every address.""",
            "",
            new RulePage.Failing("confs/cache/memcached.conf:2", """
                    --- confs/cache/memcached.conf
                    -m 1024
                    -l 0.0.0.0
                    """),
            """
            --- confs/cache/memcached.conf
            -m 1024
            -l 10.1.0.120
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        for (Read<Settings> file : repository.all(Formats.MEMCACHED)) {
            List<Setting> listens = file.value().all().stream()
                    .filter(s -> s.key().equals("l") || s.key().equals("listen"))
                    .toList();
            List<String> hosts = listens.isEmpty()
                    ? List.of("*")
                    : listens.stream().flatMap(MemcachedRule::hosts).toList();
            boolean asks = file.value().all().stream().anyMatch(s -> ASKS.contains(s.key()));
            boolean empty = file.value().all().isEmpty();
            if (!asks && !empty && Reach.isOpen(hosts)) {
                Reach.found(
                        repository,
                        file.source(),
                        listens.isEmpty() ? 0 : listens.getFirst().line(),
                        "memcached listens on " + Reach.words(hosts)
                                + (listens.isEmpty() ? ", because there is no -l," : "")
                                + " and asks for no login, so everyone who reaches it reads and changes what it holds",
                        "write -l 127.0.0.1, or the machine's private address",
                        findings);
            }
        }
    }

    private static Stream<String> hosts(Setting listen) {
        return Arrays.stream(listen.value().split(",")).map(String::strip).map(MemcachedRule::host);
    }

    /** {@code address} or {@code address:port}. */
    private static String host(String withTag) {
        String text = withTag.replaceFirst("^(?:notls|inet|tag\\w*):", "").replaceAll("^[\"']|[\"']$", "");
        boolean hasPort =
                text.startsWith("[") || text.chars().filter(c -> c == ':').count() == 1;
        return hasPort ? Endpoint.parse(text).map(Endpoint::host).orElse(text) : text;
    }
}
