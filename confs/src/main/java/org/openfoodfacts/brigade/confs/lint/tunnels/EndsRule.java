package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.tunnels.Places.Place;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** A client against the server it connects to: the port, the service and the file of keys. */
final class EndsRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-ends-disagree",
            Severity.ERROR,
            "The two ends of a tunnel do not fit together",
            """
            A client that connects to a port on which no server accepts carries nothing. One that reaches the server of another service \
            is refused for its key, or, with the same key, carries one service's data to another. Which machine a name means is a guess \
            unless fleet.yaml gives its address.""",
            "",
            new RulePage.Failing("confs/client/stunnel/shop.conf:10", """
                    --- confs/client/stunnel/shop.conf
                    [MongoDB]
                    client = yes
                    accept = 10.1.0.113:27017
                    connect = proxy.example.org:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    [Redis]
                    client = yes
                    accept = 10.1.0.113:6379
                    connect = proxy.example.org:6380
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/redis.txt
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    [Redis]
                    accept = 6379
                    connect = 10.1.0.122:6379
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/redis.txt
                    """),
            """
            --- confs/client/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        List<End> ends = End.all(repository);
        Places places = new Places(repository, ends);
        for (End client : ends) {
            if (client.isClient()) {
                client.connects()
                        .forEach(connect -> places.of(connect.host())
                                .ifPresent(place ->
                                        judge(client, connect, place, places.servers(place.folder()), findings)));
            }
        }
    }

    private static void judge(End client, Endpoint connect, Place place, List<End> servers, Findings findings) {
        Optional<End> partner =
                servers.stream().filter(s -> s.acceptsOn(connect.port())).findFirst();
        Optional<End> namesake = servers.stream()
                .filter(s ->
                        s.name().equalsIgnoreCase(client.name()) && s.accept().isPresent())
                .findFirst();
        boolean serves = servers.stream().anyMatch(s -> s.service().has("include"));
        if (partner.isEmpty() && !serves && (namesake.isPresent() || place.isSure())) {
            String meant = namesake.flatMap(End::accept)
                    .map(a -> "[" + client.name() + "] of " + place.folder() + " accepts on " + a.port())
                    .orElse("add the server's section on " + place.folder() + ", or connect to the port it accepts on");
            found(
                    client,
                    "connect",
                    place,
                    "[" + client.name() + "] connects to " + connect + ", but no server of " + place.folder()
                            + " accepts on port " + connect.port() + ", so the tunnel carries nothing",
                    meant,
                    findings);
        } else if (partner.isPresent() && namesake.isPresent() && !named(servers, connect, client)) {
            found(
                    client,
                    "connect",
                    place,
                    "[" + client.name() + "] connects to port " + connect.port() + ", where ["
                            + partner.get().name() + "] of " + place.folder()
                            + " accepts, so it reaches another service than it is named for",
                    "connect to port " + namesake.get().accept().orElseThrow().port(),
                    findings);
        } else if (partner.isPresent()) {
            keys(client, partner.get(), place, servers, findings);
        }
    }

    private static boolean named(List<End> servers, Endpoint connect, End client) {
        return servers.stream()
                .anyMatch(s -> s.acceptsOn(connect.port()) && s.name().equalsIgnoreCase(client.name()));
    }

    /** Files of keys are told apart by name: one that another service of the server uses is the wrong one. */
    private static void keys(End client, End server, Place place, List<End> servers, Findings findings) {
        String ours = secrets(client);
        String theirs = secrets(server);
        Optional<End> owner =
                servers.stream().filter(s -> secrets(s).equals(ours)).findFirst();
        if (!ours.isEmpty() && !theirs.isEmpty() && !ours.equals(theirs) && owner.isPresent()) {
            found(
                    client,
                    "psksecrets",
                    place,
                    "[" + client.name() + "] uses " + ours + ", which is the key file of ["
                            + owner.get().name() + "] of " + place.folder() + ", so the server refuses its key",
                    "use " + theirs + ", like the server's end",
                    findings);
        } else if (!ours.isEmpty() && theirs.isEmpty() && !server.service().has("include")) {
            found(
                    client,
                    "psksecrets",
                    place,
                    "[" + client.name() + "] has a key, but [" + server.name() + "] of " + place.folder()
                            + " has no PSKsecrets, so they agree on nothing",
                    "add PSKsecrets to the server's end",
                    findings);
        } else if (ours.isEmpty() && asksForKeyOnly(server) && !client.service().has("include")) {
            found(
                    client,
                    "connect",
                    place,
                    "[" + client.name() + "] has no PSKsecrets, and [" + server.name() + "] of " + place.folder()
                            + " takes nothing but keys, so they agree on nothing",
                    "add PSKsecrets = " + server.service().value("psksecrets").orElse("") + " to the client's end",
                    findings);
        }
    }

    private static boolean asksForKeyOnly(End server) {
        return server.service().has("psksecrets")
                && server.service()
                        .value("ciphers")
                        .filter(ciphers -> ciphers.equalsIgnoreCase("PSK"))
                        .isPresent();
    }

    private static String secrets(End end) {
        String path = end.service().value("psksecrets").orElse("");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void found(End end, String option, Place place, String message, String remedy, Findings findings) {
        if (place.guessed() == null) {
            findings.add(end.source(), end.line(option), message, remedy);
        } else {
            findings.guess(end.source(), end.line(option), place.guessed(), message, remedy);
        }
    }
}
