package org.openfoodfacts.brigade.contracts.wire;

import java.util.Optional;
import org.openfoodfacts.brigade.contracts.NodeName;
import org.openfoodfacts.brigade.contracts.Service;

/** CloudEvents sources of Brigade's own parts. */
public final class Source {
    private static final String SERVICES = "/services/";
    private static final String NODES = "/nodes/";

    private Source() {}

    public static String of(Service service) {
        return SERVICES + service.id();
    }

    public static String ofNode(String node) {
        return NODES + NodeName.require(node);
    }

    public static Optional<Service> service(String source) {
        return source != null && source.startsWith(SERVICES)
                ? Service.of(source.substring(SERVICES.length()))
                : Optional.empty();
    }

    public static Optional<String> node(String source) {
        return source != null && source.startsWith(NODES)
                ? Optional.of(source.substring(NODES.length())).filter(NodeName::isValid)
                : Optional.empty();
    }
}
