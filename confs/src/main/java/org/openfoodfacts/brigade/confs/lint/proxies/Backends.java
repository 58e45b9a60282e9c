package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** Where a machine's sites lead to. */
final class Backends {
    private Backends() {}

    /** A host that a server passes requests to, and the line that names it: of the upstream when there is one. */
    record Backend(Scope at, String host) {}

    static Stream<Backend> of(Http http, VirtualServer server) {
        return server.scope()
                .all("proxy_pass")
                .flatMap(pass -> host(http, pass).stream().flatMap(host -> {
                    List<Backend> members = members(http, host);
                    return members.isEmpty() ? Stream.of(new Backend(pass, host)) : members.stream();
                }));
    }

    /** Of a variable, what it always holds. */
    private static Optional<String> host(Http http, Scope pass) {
        ProxyTarget target = ProxyTarget.of(pass.argument(0));
        return target.isVariable()
                ? Variables.host(http, pass, pass.argument(0)).filter(host -> !host.startsWith("$"))
                : Optional.of(target.host());
    }

    /** What the maps lead to that choose a backend. */
    static Stream<Backend> ofMaps(Http http) {
        Set<String> choosing = http.inServers("proxy_pass")
                .flatMap(pass -> Variables.in(pass.argument(0)).stream())
                .collect(Collectors.toSet());
        return http.declared("map")
                .filter(map -> choosing.contains(map.argument(1).replaceFirst("^\\$", "")))
                .flatMap(map -> map.children().stream())
                .filter(entry -> !entry.argument(0).contains("$"))
                .map(entry ->
                        new Backend(entry, ProxyTarget.of(entry.argument(0)).host()));
    }

    private static List<Backend> members(Http http, String upstream) {
        return http.upstreams().getOrDefault(upstream, List.of()).stream()
                .flatMap(u -> u.own("server"))
                .map(s -> new Backend(s, ProxyTarget.of(s.argument(0)).host()))
                .toList();
    }
}
