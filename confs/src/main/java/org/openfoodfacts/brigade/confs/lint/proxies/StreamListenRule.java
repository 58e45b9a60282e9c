package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.HashMap;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.nginx.Listen;

/**
 * A socket of a {@code stream} that another server of it, or of {@code http}, has too. Until 1.25.5 nginx refuses two servers of one socket
 * ('duplicate address and port pair', ngx_stream_core_listen); since then they need names.
 */
final class StreamListenRule implements Rule {
    private static final String MAIN = """
            --- confs/proxy1/nginx/nginx.conf
            stream {
                server {
                    listen 27017;
                    proxy_pass 10.1.0.102:27017;
                }
                server {
                    listen %s;
                    proxy_pass 10.1.0.122:6379;
                }
            }
            """;
    private static final RulePage PAGE = new RulePage(
            "nginx-stream-listen-taken",
            Severity.ERROR,
            "A server of a stream listens where another one does",
            """
            Two servers of a stream on one socket: nginx refuses its configuration, or, since 1.25.5, passes over the second. A socket of http \
            and stream: only one of the two can be opened, and nginx does not start ('Address already in use'), though 'nginx -t' finds nothing.""",
            "",
            new RulePage.Failing("confs/proxy1/nginx/nginx.conf:7", MAIN.formatted("27017")),
            MAIN.formatted("6379"));

    @Override
    public RulePage page() {
        return PAGE;
    }

    private record Socket(VirtualServer server, Listen listen) {
        String place() {
            return server.source().real() + ":" + listen.line();
        }

        boolean isShared() {
            return listen.options().contains("reuseport");
        }
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, Http> byFolder = new HashMap<>();
        Http.of(repository).forEach(http -> byFolder.put(http.folder(), http));
        for (Http stream : Http.streamsOf(repository)) {
            Map<String, Socket> ofHttp = new HashMap<>();
            byFolder.get(stream.folder()).servers().stream()
                    .filter(VirtualServer::loaded)
                    .forEach(s -> s.listens().forEach(l -> ofHttp.putIfAbsent(l.socket(), new Socket(s, l))));
            Map<String, Socket> first = new HashMap<>();
            for (VirtualServer server : stream.servers()) {
                for (Listen listen : server.listens()) {
                    Socket here = new Socket(server, listen);
                    twice(first.putIfAbsent(listen.socket(), here), here, findings);
                    taken(ofHttp.get(listen.socket()), here, findings);
                }
            }
        }
    }

    private static void twice(Socket first, Socket second, Findings findings) {
        if (first != null
                && first.server().names().isEmpty()
                && second.server().names().isEmpty()) {
            findings.add(
                    second.server().source(),
                    second.listen().line(),
                    first.place() + " listens on " + second.listen().socket()
                            + " too, so nginx refuses its configuration or never asks this server",
                    "give one of the two another port or address");
        }
    }

    private static void taken(Socket http, Socket stream, Findings findings) {
        if (http != null && !(http.isShared() && stream.isShared())) {
            findings.add(
                    stream.server().source(),
                    stream.listen().line(),
                    "a site of http in " + http.place() + " listens on "
                            + stream.listen().socket() + " too, so nginx cannot open both and does not start",
                    "let the sites listen on another port and lead the stream to it");
        }
    }
}
