package org.openfoodfacts.brigade.suite.launch;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.suite.gateway.Gateway;

/** Chooses the gateway's port: the one asked for or none; without a wish 8080, or another when that is busy, and says so. */
final class Gateways {
    private static final int USUAL = 8080;

    private Gateways() {}

    static Gateway start(SuiteOptions options, Ports ports, Map<Service, ServiceProcess> services, Progress progress) {
        Map<Service, Integer> origins = new EnumMap<>(Service.class);
        services.forEach((service, process) -> origins.put(service, process.port()));
        Gateway gateway = Gateway.start(port(options, ports, progress), origins);
        options.elsewhere().listening().ifPresent(gateway::listenAt);
        return gateway;
    }

    private static int port(SuiteOptions options, Ports ports, Progress progress) {
        Integer wanted = options.port();
        Elsewhere elsewhere = options.elsewhere();
        if (wanted != null && !isFree(wanted, elsewhere)) {
            throw new CannotStart("port " + wanted + " is busy; end what listens there or give another --port");
        }
        if (wanted != null) {
            return wanted;
        }
        if (isFree(USUAL, elsewhere)) {
            return USUAL;
        }
        int other = ports.of("gateway", elsewhere.listening().orElse(InetAddress.getLoopbackAddress()));
        progress.say("  port " + USUAL + " is busy; the gateway takes " + other + " instead");
        return other;
    }

    private static boolean isFree(int port, Elsewhere elsewhere) {
        return Ports.isFree(port)
                && elsewhere
                        .listening()
                        .map(address -> Ports.isFree(address, port))
                        .orElse(true);
    }
}
