package org.openfoodfacts.brigade.security.domain;

import java.util.List;
import java.util.Set;
import org.openfoodfacts.brigade.contracts.Topic;

/** What Kafka lets a node do, and nothing else: read its own two topics, write facts and reports. */
public record NodeAccess(List<Grant> grants) {
    public NodeAccess {
        grants = List.copyOf(grants);
    }

    public enum Operation {
        READ,
        WRITE
    }

    public enum Resource {
        TOPIC,
        GROUP
    }

    public record Grant(Resource resource, String name, Operation operation) {}

    /** Names that are users of Kafka already or might become some; a node of that name would take over the user. */
    private static final Set<String> RESERVED = Set.of("admin", "anonymous", "broker", "controller", "kafka", "root");

    /** True when no node may have this name. */
    public static boolean isReserved(String node) {
        return RESERVED.contains(node);
    }

    public static NodeAccess of(String node) {
        return new NodeAccess(List.of(
                new Grant(Resource.TOPIC, Topic.orders(node), Operation.READ),
                new Grant(Resource.TOPIC, Topic.commands(node), Operation.READ),
                new Grant(Resource.GROUP, node, Operation.READ),
                new Grant(Resource.TOPIC, Topic.FACTS.topicName(), Operation.WRITE),
                new Grant(Resource.TOPIC, Topic.REPORTS.topicName(), Operation.WRITE)));
    }
}
