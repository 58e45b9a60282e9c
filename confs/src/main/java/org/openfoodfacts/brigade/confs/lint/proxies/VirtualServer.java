package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.nginx.Listen;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * A {@code server} block. {@code names} are in lower case, empty when it has none. {@code loaded} is false when it is not known whether
 * nginx reads its file: it stands beside the folders that nginx includes, to be linked by hand.
 */
record VirtualServer(Scope scope, List<Listen> listens, List<String> names, boolean loaded) {
    VirtualServer {
        listens = List.copyOf(listens);
        names = List.copyOf(names);
    }

    static VirtualServer of(Scope scope, boolean loaded) {
        List<Listen> listens =
                scope.own("listen").map(d -> Listen.of(d.directive())).toList();
        List<String> names = scope.own("server_name")
                .flatMap(d -> d.directive().values().stream())
                .map(name -> name.startsWith("~") ? name : name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        boolean implied = listens.isEmpty() && !scope.isItselfOpen();
        return new VirtualServer(scope, implied ? List.of(Listen.implied(scope.line())) : listens, names, loaded);
    }

    Source source() {
        return scope.source();
    }

    int line() {
        return scope.line();
    }

    /** For messages: its first name, else its first socket. */
    String called() {
        return !names.isEmpty()
                ? names.getFirst()
                : listens.isEmpty() ? "_" : listens.getFirst().socket();
    }

    /** Names that are neither patterns nor catch-alls. */
    Stream<String> exactNames() {
        return names.stream().filter(VirtualServer::isExact);
    }

    static boolean isExact(String name) {
        return name.contains(".")
                && !name.startsWith("~")
                && !name.startsWith(".")
                && !name.contains("*")
                && !name.contains("$");
    }

    /** It answers for more than one name with what may differ. */
    boolean hasManyNames() {
        return names.size() > 1 || names.stream().anyMatch(n -> !isExact(n));
    }

    /** Its locations at any depth. */
    Stream<Scope> locations() {
        return scope.all("location");
    }

    /** The server, its locations and their {@code if} blocks: all places that directives stand in. */
    Stream<Scope> blocks() {
        return blocks(scope);
    }

    private static Stream<Scope> blocks(Scope scope) {
        return Stream.concat(
                Stream.of(scope),
                scope.children().stream().filter(c -> c.directive().isBlock()).flatMap(VirtualServer::blocks));
    }

    /** nginx is known to read both, or both stand in one file. */
    boolean isReadWith(VirtualServer other) {
        return source().real().equals(other.source().real()) || (loaded && other.loaded);
    }

    boolean isOnTls() {
        return listens.stream().anyMatch(Listen::isTls);
    }
}
