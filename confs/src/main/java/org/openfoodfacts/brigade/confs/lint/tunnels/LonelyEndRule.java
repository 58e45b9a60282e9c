package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** An end whose other end is in no file. It may be on a machine the repository does not hold, so it is a note. */
final class LonelyEndRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-one-end",
            Severity.NOTE,
            "Only one end of a tunnel is in the repository",
            """
            A server without a client is a door that was left open when the client went, or whose user nobody knows. A client without a \
            server cannot be checked: whether the port and the key fit shows when it is used.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:6", """
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    [Search]
                    accept = 9200
                    connect = 10.1.0.130:9200
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/search.txt
                    --- confs/client/stunnel/shop.conf
                    [MongoDB]
                    client = yes
                    accept = 10.1.0.113:27017
                    connect = proxy.example.org:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    """),
            """
            --- confs/proxy/stunnel/shop.conf
            [MongoDB]
            accept = 27017
            connect = 10.1.0.102:27017
            ciphers = PSK
            PSKsecrets = /etc/stunnel/psk/mongodb.txt
            --- confs/client/stunnel/shop.conf
            [MongoDB]
            client = yes
            accept = 10.1.0.113:27017
            connect = proxy.example.org:27017
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
        List<End> servers = ends.stream().filter(e -> !e.isClient()).toList();
        List<End> clients = ends.stream().filter(End::isClient).toList();
        if (servers.isEmpty() || clients.isEmpty()) {
            return;
        }
        Set<String> clientNames = clients.stream().map(LonelyEndRule::name).collect(Collectors.toSet());
        Set<String> clientPorts =
                clients.stream().flatMap(End::connects).map(Endpoint::port).collect(Collectors.toSet());
        Set<String> serverNames = servers.stream().map(LonelyEndRule::name).collect(Collectors.toSet());
        Set<String> serverPorts = servers.stream()
                .flatMap(s -> s.accept().stream())
                .map(Endpoint::port)
                .collect(Collectors.toSet());
        servers.stream()
                .filter(s -> s.accept().isPresent() && s.service().has("psksecrets"))
                .filter(s -> !clientNames.contains(name(s)))
                .filter(s -> !clientPorts.contains(s.accept().orElseThrow().port()))
                .forEach(s -> found(s, "client", findings));
        clients.stream()
                .filter(c ->
                        c.service().has("psksecrets") && c.connects().findAny().isPresent())
                .filter(c -> !serverNames.contains(name(c)))
                .filter(c -> c.connects().map(Endpoint::port).noneMatch(serverPorts::contains))
                .forEach(c -> found(c, "server", findings));
    }

    private static String name(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    private static void found(End end, String missing, Findings findings) {
        String cause = missing.equals("client")
                ? "so it is open for nobody, or for somebody nobody knows of"
                : "so nobody can check that its port and key fit";
        findings.guess(
                end.source(),
                end.service().line(),
                "every machine with a tunnel has its files here",
                "[" + end.name() + "] has no " + missing + " in the repository, " + cause,
                "add the other end's file, or remove this end");
    }
}
