package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** The names that public proxies lead to one internal address each, and who stands at the site of such a proxy. */
final class PublicNames {
    private static final Pattern INTERNAL = Pattern.compile("10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*");

    /** {@code backend} is the address with its port, as the proxy asks it. */
    record Served(String proxy, String backend) {}

    private final Repository repository;
    private final Map<String, Served> served = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Map<String, Set<String>> sitesOfGuests = new HashMap<>();

    private PublicNames(Repository repository) {
        this.repository = repository;
        Sites sites = Sites.of(repository);
        for (Http http : Http.of(repository)) {
            if (repository.isMachine(http.folder())
                    && repository.machine().isPublicProxy(http.folder()).holds()) {
                http.servers().forEach(server -> add(http, server));
            }
        }
        ambiguous.forEach(served::remove);
        repository
                .all(Formats.GUEST)
                .forEach(read -> sites.site(read.source().folder())
                        .ifPresent(site -> sitesOfGuests
                                .computeIfAbsent(read.value().name(), _ -> new HashSet<>())
                                .add(site)));
    }

    static PublicNames of(Repository repository) {
        return repository.view(PublicNames.class, PublicNames::new);
    }

    boolean isEmpty() {
        return served.isEmpty();
    }

    private void add(Http http, VirtualServer server) {
        List<ProxyTarget> targets = Backends.of(http, server)
                .map(b -> ProxyTarget.of(
                        b.at().argument(0).contains("://") ? b.at().argument(0) : "http://" + b.at().argument(0)))
                .distinct()
                .toList();
        Set<String> backends = new HashSet<>();
        targets.forEach(t -> backends.add(t.host() + (t.port().isEmpty() ? "" : ":" + t.port())));
        boolean isElsewhere = server.scope()
                .all("proxy_pass")
                .anyMatch(p -> ProxyTarget.of(p.argument(0)).isVariable());
        boolean isOne = backends.size() == 1
                && !isElsewhere
                && INTERNAL.matcher(backends.iterator().next()).matches();
        server.exactNames().filter(_ -> !targets.isEmpty()).forEach(name -> {
            Served here = isOne ? new Served(http.folder(), backends.iterator().next()) : null;
            Served other = here == null ? null : served.putIfAbsent(name, here);
            if (here == null || (other != null && !other.equals(here))) {
                ambiguous.add(name);
            }
        });
    }

    /** What serves a name inside, and why a machine could ask it: it is the proxy itself, or stands at its site. */
    Optional<Map.Entry<Served, String>> insideFor(String folder, String name) {
        Served found = served.get(name);
        if (found == null || !repository.isMachine(folder)) {
            return Optional.empty();
        }
        if (found.proxy().equals(folder)) {
            return Optional.of(Map.entry(found, "the machine is the proxy itself"));
        }
        Optional<String> there = Sites.of(repository).site(found.proxy());
        String address = found.backend().split(":", 2)[0];
        return site(folder)
                .filter(here -> there.filter(here::equals).isPresent())
                .filter(here -> !isOwner(here, address, folder)) // its own name, for links
                .map(here -> Map.entry(found, "both machines stand at the site '" + here + "'"));
    }

    private boolean isOwner(String site, String address, String folder) {
        List<String> owners = Sites.of(repository).owners(site, address);
        return owners.contains(folder)
                || repository
                        .machine()
                        .node(folder)
                        .filter(n -> owners.contains(n.name()))
                        .isPresent();
    }

    /** As {@code fleet.yaml} says, else of the hosts that have a guest of this name, when they agree. */
    private Optional<String> site(String folder) {
        if (repository.machine().node(folder).isPresent()) {
            return Sites.of(repository).site(folder);
        }
        Set<String> sites = sitesOfGuests.getOrDefault(folder, Set.of());
        return sites.size() == 1 ? sites.stream().findFirst() : Optional.empty();
    }
}
