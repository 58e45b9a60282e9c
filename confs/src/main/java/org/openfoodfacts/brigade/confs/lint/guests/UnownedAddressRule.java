package org.openfoodfacts.brigade.confs.lint.guests;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.fleet.FleetNode;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.proxmox.GuestParser;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * Addresses that a file uses and nobody at its machine's site has. Only with {@code fleet.yaml}, which names all machines of a site, and
 * only in networks where it knows at least three addresses; routers (.1, .254), networks and comments are passed over.
 */
final class UnownedAddressRule implements Rule {
    private static final int ENOUGH = 3;
    private static final Pattern PRIVATE = Pattern.compile(
            "(?<![\\w.])(?:10\\.\\d{1,3}|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))\\.\\d{1,3}\\.\\d{1,3}(?!\\.?\\d|/(?!32))");
    private static final String FLEET = """
            --- fleet.yaml
            fleet: shop
            sites:
              - name: paris
            nodes:
              - {name: host1, kind: host, site: paris, addresses: [10.9.0.11]}
              - {name: proxy, kind: guest, site: paris, host: host1, vmid: 101, addresses: [10.9.0.101], folders: [proxy]}
              - {name: shop, kind: guest, site: paris, host: host1, vmid: 113, addresses: [10.9.0.113]}
            --- confs/proxy/nginx/conf.d/shop.conf
            # was 10.9.0.112
            server {
                listen 80;
                location / { proxy_pass http://10.9.0.%s:80; }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "address-without-guest",
            Severity.WARNING,
            "A file uses an address that no machine of the site has",
            """
            The guest behind it is gone, was moved or never came: requests to it hang until they time out, and the next guest that gets the \
            number receives what is not meant for it.""",
            "",
            new RulePage.Failing("confs/proxy/nginx/conf.d/shop.conf:4", FLEET.formatted("114")),
            FLEET.formatted("113"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        if (repository.fleet().isEmpty()) {
            return;
        }
        Map<String, Set<String>> owned = owned(repository);
        for (Source source : repository.sources()) {
            String site = site(repository, source.folder());
            if (!site.isEmpty() && isUser(source)) {
                check(source, site, owned.get(site), findings);
            }
        }
    }

    private static boolean isUser(Source source) {
        return !GuestParser.isGuestFile(source.real()) && !source.name().endsWith(".md");
    }

    private static String site(Repository repository, String folder) {
        return repository.machine().node(folder).map(UnownedAddressRule::site).orElse("");
    }

    private static String site(FleetNode node) {
        String site = node.placement().site();
        return site == null ? "" : site;
    }

    private static Map<String, Set<String>> owned(Repository repository) {
        Map<String, Set<String>> owned = new HashMap<>();
        repository
                .fleet()
                .orElseThrow()
                .nodes()
                .forEach(node ->
                        owned.computeIfAbsent(site(node), _ -> new HashSet<>()).addAll(node.addresses()));
        HostedGuest.of(repository)
                .forEach(guest -> guest.networks()
                        .forEach(network -> Ipv4.of(network)
                                .ifPresent(address -> owned.computeIfAbsent(
                                                site(repository, guest.host()), _ -> new HashSet<>())
                                        .add(address.toString()))));
        return owned;
    }

    private static void check(Source source, String site, Set<String> owned, Findings findings) {
        Set<String> found = new HashSet<>();
        int number = 0;
        for (String line : source.text().lines()) {
            number++;
            Matcher address = PRIVATE.matcher(isComment(line.stripLeading()) ? "" : line);
            while (address.find()) {
                if (isUnowned(address.group(), owned) && found.add(address.group())) {
                    findings.add(
                            source,
                            number,
                            "no machine at " + site + " has " + address.group()
                                    + ", so what is sent there gets no answer",
                            "name the guest's address, or declare the guest in fleet.yaml");
                }
            }
        }
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith(";");
    }

    private static boolean isUnowned(String written, Set<String> owned) {
        return Ipv4.of(written)
                .filter(address -> address.last() > 1 && address.last() < 254)
                .filter(address -> !owned.contains(address.toString()))
                .filter(address -> owned.stream()
                                .filter(other -> other.startsWith(address.prefix() + "."))
                                .limit(ENOUGH)
                                .count()
                        == ENOUGH)
                .isPresent();
    }
}
