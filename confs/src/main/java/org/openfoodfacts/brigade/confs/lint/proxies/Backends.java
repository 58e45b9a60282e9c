package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
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
                .filter(p -> !p.argument(0).contains("$"))
                .flatMap(pass -> {
                    String host = ProxyTarget.of(pass.argument(0)).host();
                    List<Backend> members = members(http, host);
                    return members.isEmpty() ? Stream.of(new Backend(pass, host)) : members.stream();
                });
    }

    private static List<Backend> members(Http http, String upstream) {
        return http.upstreams().getOrDefault(upstream, List.of()).stream()
                .flatMap(u -> u.own("server"))
                .map(s -> new Backend(s, ProxyTarget.of(s.argument(0)).host()))
                .toList();
    }
}
