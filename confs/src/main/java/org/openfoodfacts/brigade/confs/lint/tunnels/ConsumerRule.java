package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.services.Scope;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.stunnel.TunnelFiles;

/**
 * Files that name the address of an entrance with a port that some tunnel uses and this machine does not accept on. An address may be
 * another machine's at another site: where that can be, nothing is found.
 */
final class ConsumerRule implements Rule {
    private static final Pattern COMMENT = Pattern.compile("\\s*(#|;|//).*");

    private static final RulePage PAGE = new RulePage(
            "tunnel-entrance-missing",
            Severity.WARNING,
            "A file uses an entrance of a tunnel that nobody opens",
            """
            The address is a tunnel client's, but no service of its accepts on the port: whoever uses the file gets 'connection refused'. \
            Mostly the entrance was moved or renumbered, and one of its users forgotten.""",
            "",
            new RulePage.Failing("confs/shop/app/settings.ini:1", """
                    --- confs/shop/app/settings.ini
                    redis = 10.1.0.113:6379
                    --- confs/stunnel-client/stunnel/shop.conf
                    [MongoDB]
                    client = yes
                    accept = 10.1.0.113:27017
                    connect = proxy.example.org:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    [Redis]
                    accept = 6379
                    connect = 10.1.0.122:6379
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/redis.txt
                    """),
            """
            --- confs/shop/app/settings.ini
            mongodb = 10.1.0.113:27017
            monitor = http://10.1.0.113:9100/
            --- confs/stunnel-client/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        List<End> ends = End.all(repository);
        Set<String> ports = new HashSet<>();
        ends.forEach(end -> end.accept().ifPresent(accept -> ports.add(accept.port())));
        Map<String, Entrance> entrances = entrances(repository, ends);
        if (entrances.isEmpty()) {
            return;
        }
        Pattern uses = Pattern.compile(
                "(?<![\\d.])(" + entrances.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"))
                        + "):(\\d{2,5})(?!\\d)");
        for (Source source : repository.sources()) {
            if (isConsumer(source)) {
                judge(repository, source, uses, entrances, ports, findings);
            }
        }
    }

    /** The machine an address belongs to, and the ports it accepts on. */
    private record Entrance(String folder, Set<String> ports) {}

    private static Map<String, Entrance> entrances(Repository repository, List<End> ends) {
        Map<String, Entrance> entrances = new HashMap<>();
        Set<String> ambiguous = owned(repository);
        for (End end : ends) {
            end.accept().filter(a -> Scope.of(a.host()) == Scope.PRIVATE).ifPresent(accept -> {
                Entrance entrance =
                        entrances.computeIfAbsent(accept.host(), _ -> new Entrance(end.folder(), new HashSet<>()));
                entrance.ports.add(accept.port());
                if (!entrance.folder.equals(end.folder())) {
                    ambiguous.add(accept.host());
                }
            });
        }
        Set<String> everywhere = ends.stream()
                .filter(end -> end.accept()
                        .filter(a -> Scope.of(a.host()) == Scope.ALL)
                        .isPresent())
                .map(End::folder)
                .collect(Collectors.toSet());
        entrances.entrySet().removeIf(e -> ambiguous.contains(e.getKey()) || everywhere.contains(e.getValue().folder));
        return entrances;
    }

    /** Addresses of Proxmox guests that are no tunnel clients: they stand for another machine, if only at another site. */
    private static Set<String> owned(Repository repository) {
        return repository.all(Formats.GUEST).stream()
                .map(Read::value)
                .filter(guest -> !guest.name().contains("stunnel"))
                .flatMap(guest -> guest.networks().stream())
                .filter(network -> network.address4() != null)
                .map(network -> network.address4().split("/", 2)[0])
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isConsumer(Source source) {
        return !source.folder().isEmpty()
                && !source.folder().equals(Repository.SHARED)
                && !source.fileName().endsWith(".md")
                && !TunnelFiles.isConfiguration(source)
                && !Formats.GUEST.isMine().test(source);
    }

    private static void judge(
            Repository repository,
            Source source,
            Pattern uses,
            Map<String, Entrance> entrances,
            Set<String> ports,
            Findings findings) {
        if (entrances.keySet().stream().noneMatch(source.text().all()::contains)) {
            return;
        }
        List<String> lines = source.text().lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher use = uses.matcher(lines.get(i));
            while (!COMMENT.matcher(lines.get(i)).matches() && use.find()) {
                Entrance entrance = entrances.get(use.group(1));
                String port = use.group(2);
                if (ports.contains(port)
                        && !entrance.ports.contains(port)
                        && sameSite(repository, source.folder(), entrance.folder)) {
                    findings.guess(
                            source,
                            i + 1,
                            use.group(1) + " is " + entrance.folder,
                            "no tunnel of " + entrance.folder + " accepts on " + use.group()
                                    + ", so whoever uses this is refused",
                            "use a port that " + entrance.folder + " accepts on (" + String.join(", ", entrance.ports)
                                    + "), or add the entrance");
                }
            }
        }
    }

    /** True too when fleet.yaml does not say it. */
    private static boolean sameSite(Repository repository, String one, String other) {
        String site = repository.machine().node(one).map(ConsumerRule::site).orElse("");
        String another =
                repository.machine().node(other).map(ConsumerRule::site).orElse(site);
        return site.isEmpty() || site.equals(another);
    }

    private static String site(FleetNode node) {
        return node.placement() == null || node.placement().site() == null
                ? ""
                : node.placement().site();
    }
}
