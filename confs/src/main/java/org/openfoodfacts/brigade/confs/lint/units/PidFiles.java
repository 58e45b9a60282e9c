package org.openfoodfacts.brigade.confs.lint.units;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.nginx.Directive;

/** The pid files that a service of a machine writes, as its configuration and its unit's PIDFile= say. */
final class PidFiles {
    private PidFiles() {}

    /** Empty when nothing says it. */
    static Set<String> of(Repository repository, String folder, String service) {
        Stream<String> configured = switch (service) {
            case "stunnel" ->
                repository
                        .all(Formats.STUNNEL, folder)
                        .flatMap(file -> file.value().option("pid").stream())
                        .map(pid -> pid.value());
            case "nginx" ->
                repository
                        .all(Formats.NGINX, folder)
                        .filter(file -> file.source().inFolder().equals("nginx/nginx.conf"))
                        .map(Read::value)
                        .flatMap(file -> file.directives().stream())
                        .filter(directive -> directive.name().equals("pid"))
                        .map((Directive directive) -> directive.argument(0));
            default -> Stream.empty();
        };
        Stream<String> ofUnit = Units.parts(repository)
                .filter(part -> part.source().folder().equals(folder))
                .filter(part -> part.unit().prefix().startsWith(service))
                .flatMap(part -> part.file().all("Service", "PIDFile"))
                .map(setting -> setting.value());
        return Stream.concat(configured, ofUnit)
                .filter(path -> path.startsWith("/") && path.indexOf('%') < 0)
                .map(PidFiles::normal)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@code /var/run} is a link to {@code /run}. */
    static String normal(String path) {
        return path.startsWith("/var/run/") ? path.substring("/var".length()) : path;
    }
}
