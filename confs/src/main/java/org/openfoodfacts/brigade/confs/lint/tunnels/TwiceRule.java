package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.lint.services.Scope;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;

/** Two services of one machine on one address and port. stunnel 5.68 ends with "Binding service [x] failed"; its {@code :::port} takes IPv4 too. */
final class TwiceRule implements Rule {
    private static final RulePage PAGE = new RulePage(
            "tunnel-port-twice",
            Severity.ERROR,
            "Two tunnels of a machine accept on the same port",
            """
            A port on an address can be taken once. The second service cannot be bound: stunnel does not start with both in one file, and \
            of two files the instance that starts later fails, which may be after the next reboot only.""",
            "",
            new RulePage.Failing("confs/proxy/stunnel/shop.conf:8", """
                    --- confs/proxy/stunnel/shop.conf
                    [MongoDB]
                    accept = 27017
                    connect = 10.1.0.102:27017
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/mongodb.txt
                    [Redis]
                    # copied from above
                    accept = 27017
                    connect = 10.1.0.122:6379
                    ciphers = PSK
                    PSKsecrets = /etc/stunnel/psk/redis.txt
                    """),
            """
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
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Map<String, List<End>> byPort = new HashMap<>();
        for (End end : End.all(repository)) {
            end.accept().ifPresent(accept -> {
                List<End> before = byPort.computeIfAbsent(end.folder() + " " + accept.port(), _ -> new ArrayList<>());
                before.stream()
                        .filter(other -> collide(other.accept().orElseThrow(), accept))
                        .findFirst()
                        .ifPresent(other -> found(other, end, accept, findings));
                before.add(end);
            });
        }
    }

    /** A socket on all addresses takes the port from all others; one on IPv6's takes IPv4 with it, but not the other way round. */
    private static boolean collide(Endpoint one, Endpoint other) {
        return one.host().equals(other.host()) || takesAll(one, other) || takesAll(other, one);
    }

    private static boolean takesAll(Endpoint one, Endpoint other) {
        boolean isIpv6 = one.host().contains(":");
        return Scope.of(one.host()) == Scope.ALL
                && (isIpv6 || !other.host().contains(":") || Scope.of(other.host()) == Scope.ALL);
    }

    private static void found(End other, End end, Endpoint accept, Findings findings) {
        boolean sameFile = other.source().name().equals(end.source().name());
        String message = "[" + end.name() + "] accepts on " + accept + " like [" + other.name() + "]"
                + (sameFile ? "" : " in " + other.source().fileName())
                + ", so one of them cannot be bound and stunnel does not start";
        String remedy = "give one of them a port of its own, or remove it";
        findings.add(sameFile ? Severity.ERROR : Severity.WARNING, end.source(), end.line("accept"), message, remedy);
    }
}
