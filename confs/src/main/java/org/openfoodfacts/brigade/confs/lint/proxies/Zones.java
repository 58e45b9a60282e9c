package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.Optional;
import java.util.stream.Stream;

/** The names of shared memory zones, where they are declared and where they are used. */
final class Zones {
    private Zones() {}

    /** Of {@code limit_req_zone}, {@code limit_conn_zone} (zone=name:size) and {@code proxy_cache_path} (keys_zone=name:size). */
    static Optional<String> declared(Scope directive) {
        String key = directive.name().equals("proxy_cache_path") ? "keys_zone=" : "zone=";
        return directive.directive().values().stream()
                .filter(v -> v.startsWith(key))
                .map(v -> v.substring(key.length()).split(":", 2)[0])
                .findFirst();
    }

    /** The one that {@code proxy_cache}, {@code limit_req} or {@code limit_conn} uses; empty for none and for variables. */
    static Optional<String> used(Scope directive) {
        Stream<String> name = switch (directive.name()) {
            case "limit_req" ->
                directive.directive().values().stream()
                        .filter(v -> v.startsWith("zone="))
                        .map(v -> v.substring("zone=".length()));
            default -> Stream.of(directive.argument(0));
        };
        boolean mayBeOff = directive.name().equals("proxy_cache"); // elsewhere a zone may be called so
        return name.filter(v -> !v.isEmpty() && !v.contains("$") && !(mayBeOff && v.equals("off")))
                .findFirst();
    }
}
