package org.openfoodfacts.brigade.suite.launch;

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
        return Gateway.start(port(options, ports, progress), origins);
    }

    private static int port(SuiteOptions options, Ports ports, Progress progress) {
        Integer wanted = options.port();
        if (wanted != null && !Ports.isFree(wanted)) {
            throw new CannotStart("port " + wanted + " is busy; end what listens there or give another --port");
        }
        if (wanted != null) {
            return wanted;
        }
        if (Ports.isFree(USUAL)) {
            return USUAL;
        }
        int other = ports.of("gateway");
        progress.say("  port " + USUAL + " is busy; the gateway takes " + other + " instead");
        return other;
    }
}
