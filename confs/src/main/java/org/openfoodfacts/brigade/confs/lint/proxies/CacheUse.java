package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** A block that proxies through a cache: its zone, the key its entries have, and where it leads. */
record CacheUse(VirtualServer server, Scope block, String zone, String key, ProxyTarget target) {
    private static final String DEFAULT_KEY = "$scheme$proxy_host$request_uri";
    /** Variables that say nothing of the site. */
    private static final Set<String> NO_SITE = Set.of(
            "scheme",
            "request_uri",
            "uri",
            "args",
            "is_args",
            "query_string",
            "request_method",
            "https",
            "request_body",
            "slice_range",
            "document_uri");

    static Stream<CacheUse> of(VirtualServer server) {
        return server.blocks()
                .flatMap(block -> block.first("proxy_pass").stream()
                        .flatMap(pass -> block.effectiveOne("proxy_cache").stream()
                                .flatMap(c -> Zones.used(c).stream())
                                .map(zone -> of(server, block, zone, pass))));
    }

    private static CacheUse of(VirtualServer server, Scope block, String zone, Scope pass) {
        String key =
                block.effectiveOne("proxy_cache_key").map(k -> k.argument(0)).orElse(DEFAULT_KEY);
        return new CacheUse(server, block, zone, key, ProxyTarget.of(pass.argument(0)));
    }

    /** Only then is it known that entries of different sites get the same key. */
    boolean hasKeyWithoutSite() {
        return Variables.in(key).stream().allMatch(this::saysNothingOfTheSite);
    }

    private boolean saysNothingOfTheSite(String variable) {
        return NO_SITE.contains(variable)
                || variable.startsWith("arg_")
                || variable.startsWith("cookie_")
                || variable.startsWith("http_accept")
                || (variable.equals("proxy_host") && !target.isVariable());
    }

    /** The backend is told the name that was asked for, so its answers may differ by it. */
    boolean passesSite() {
        return !block.isOpen()
                && block.effective("proxy_set_header").stream()
                        .filter(h -> h.argument(0).equalsIgnoreCase("Host"))
                        .anyMatch(h -> List.of("$host", "$http_host").contains(h.argument(1)));
    }

    boolean isWholeSite() {
        return block.name().equals("server") || block.pattern().equals("/");
    }

    /** What entries of the same zone must have in common to be taken for each other, apart from the request. */
    String sharing() {
        String host = Variables.in(key).contains("proxy_host") ? target.host() + ":" + target.port() : "";
        return zone + " " + key + " " + host;
    }
}
