package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.nginx.Directive;
import org.openfoodfacts.brigade.confs.nginx.ProxyTarget;

/** What variables hold, where that can be read from the files. */
final class Variables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z0-9_]+)}?");
    private static final Set<String> OF_THE_REQUEST = Set.of("host", "http_host", "server_name");

    private Variables() {}

    /** The names of the variables in a text, without their dollar. */
    static List<String> in(String text) {
        return VARIABLE.matcher(text).results().map(m -> m.group(1)).toList();
    }

    /** The host that a target with one variable leads to: what {@code set} or {@code map} put there, if that is one text. */
    static Optional<String> host(Http http, Scope at, String url) {
        String beforePath = ProxyTarget.of(url).host();
        List<String> names = in(beforePath);
        if (names.size() != 1) {
            return Optional.empty();
        }
        String name = names.getFirst();
        if (OF_THE_REQUEST.contains(name) && beforePath.matches("\\$\\{?\\w+}?")) {
            return Optional.of("$" + name);
        }
        Set<String> values = values(http, at, name);
        if (values.size() != 1 || values.iterator().next().contains("$")) {
            return Optional.empty();
        }
        String value = Matcher.quoteReplacement(values.iterator().next());
        String host = ProxyTarget.of(
                        VARIABLE.matcher(url.split("(?<=[^/:])/", 2)[0]).replaceFirst(value))
                .host();
        return host.isEmpty() || host.contains("$") || host.contains("unix:") ? Optional.empty() : Optional.of(host);
    }

    private static Set<String> values(Http http, Scope at, String name) {
        Scope server = at;
        while (server.parent() != null && !server.name().equals("server")) {
            server = server.parent();
        }
        Set<String> values = new HashSet<>();
        server.all("set").filter(s -> isCalled(s.argument(0), name)).forEach(s -> values.add(s.argument(1)));
        http.declared("map")
                .filter(m -> isCalled(m.argument(1), name))
                .flatMap(m -> m.directive().block().stream())
                .flatMap(Variables::value)
                .forEach(values::add);
        return values;
    }

    private static boolean isCalled(String written, String name) {
        return written.equals("$" + name);
    }

    private static Stream<String> value(Directive entry) {
        return entry.arguments().isEmpty() ? Stream.empty() : Stream.of(entry.argument(0));
    }
}
