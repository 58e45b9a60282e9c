package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.nginx.Directive;
import org.openfoodfacts.brigade.confs.nginx.NginxFile;

/** The logs that a machine's files have written: nginx's, stunnel's, and what a unit appends its output to. */
final class WrittenLogs {
    private static final Pattern APPENDED =
            Pattern.compile("(?m)^\\s*Standard(?:Output|Error)=(?:append|file|truncate):(/\\S+)");

    private WrittenLogs() {}

    static Set<String> of(Repository repository, String folder) {
        Set<String> logs = new TreeSet<>();
        repository
                .all(Formats.NGINX, folder)
                .flatMap(file -> file.value().directives().stream())
                .forEach(directive -> add(directive, logs));
        nginxByDefault(repository, folder, logs);
        repository
                .all(Formats.STUNNEL, folder)
                .flatMap(file -> file.value().option("output").stream())
                .forEach(output -> logs.add(output.value()));
        repository
                .all(Formats.UNIT, folder)
                .forEach(unit -> APPENDED.matcher(unit.source().text().all())
                        .results()
                        .forEach(match -> logs.add(match.group(1))));
        logs.removeIf(log -> !log.startsWith("/"));
        return logs;
    }

    private static void add(Directive directive, Set<String> logs) {
        if (directive.name().equals("access_log") || directive.name().equals("error_log")) {
            logs.add(directive.argument(0));
        }
        directive.block().forEach(inner -> add(inner, logs));
    }

    /**
     * Debian's nginx is built with {@code --http-log-path=/var/log/nginx/access.log}, which a server without an access_log writes, and
     * {@code error.log} beside it.
     */
    private static void nginxByDefault(Repository repository, String folder, Set<String> logs) {
        if (repository.all(Formats.NGINX, folder).findAny().isEmpty()) {
            return;
        }
        logs.add("/var/log/nginx/error.log");
        boolean replaced = repository
                .all(Formats.NGINX, folder)
                .filter(file -> file.source().inFolder().equals("nginx/nginx.conf"))
                .map(Read::value)
                .anyMatch(WrittenLogs::logsElsewhere);
        if (!replaced) {
            logs.add("/var/log/nginx/access.log");
        }
    }

    private static boolean logsElsewhere(NginxFile main) {
        return main.directives().stream()
                .filter(directive -> directive.name().equals("http"))
                .flatMap(http -> http.block().stream())
                .flatMap(directive -> Stream.of(directive.name()))
                .anyMatch("access_log"::equals);
    }
}
