package org.openfoodfacts.brigade.contracts.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;

/**
 * What Kafka lets the users of the bus do, and nothing else: each service reads what it decides from and writes what it decides, a tool
 * of another team asks for deployments and reads events. A node's rights are the security service's to give.
 */
public record BusAccess(String user, List<Grant> grants) {
    /** Begins the names of every node's topics. */
    public static final String NODE_TOPICS = "brigade.node.";

    public BusAccess {
        grants = List.copyOf(grants);
    }

    public enum Resource {
        TOPIC,
        TOPICS_BEGINNING_WITH,
        GROUPS_BEGINNING_WITH,
        CLUSTER
    }

    public enum Operation {
        READ,
        WRITE,
        CREATE,
        ALTER,
        DESCRIBE
    }

    public record Grant(Resource resource, String name, Operation operation) {}

    public static BusAccess of(Service service) {
        Set<Topic> read = reads(service);
        List<Grant> grants = new ArrayList<>();
        read.forEach(topic -> grants.add(topic(topic.topicName(), Operation.READ)));
        read.forEach(topic -> grants.add(topic(topic.deadLetters(), Operation.WRITE)));
        writes(service).forEach(topic -> grants.add(topic(topic.topicName(), Operation.WRITE)));
        grants.add(new Grant(Resource.TOPICS_BEGINNING_WITH, NODE_TOPICS, Operation.WRITE));
        grants.add(new Grant(Resource.GROUPS_BEGINNING_WITH, "brigade-" + service.id(), Operation.READ));
        if (service == Service.SECURITY) {
            grants.add(new Grant(Resource.TOPICS_BEGINNING_WITH, NODE_TOPICS, Operation.CREATE));
            grants.add(new Grant(Resource.CLUSTER, "", Operation.ALTER));
            grants.add(new Grant(Resource.CLUSTER, "", Operation.DESCRIBE));
        }
        return new BusAccess(service.kafkaUser(), grants);
    }

    /** @param name {@code ci} for the user {@code tool.ci} */
    public static BusAccess ofTool(String name) {
        String user = "tool." + name.toLowerCase(Locale.ROOT);
        List<Grant> grants = new ArrayList<>();
        grants.add(topic(Topic.DEPLOY_REQUESTS.topicName(), Operation.WRITE));
        Topic.allEvents().forEach(topic -> grants.add(topic(topic.topicName(), Operation.READ)));
        grants.add(new Grant(Resource.GROUPS_BEGINNING_WITH, user, Operation.READ));
        return new BusAccess(user, grants);
    }

    private static Set<Topic> reads(Service service) {
        Set<Topic> topics = new TreeSet<>(Set.of(Topic.FACTS, Topic.REPORTS, Topic.FLEET, Topic.TRUST));
        switch (service) {
            case INVENTORY -> topics.addAll(Topic.allEvents());
            case DEPLOYER -> topics.add(Topic.DEPLOY_REQUESTS);
            case ZFS_SYNC, PROXY_CONFIG, SECURITY -> {}
        }
        return topics;
    }

    private static Set<Topic> writes(Service service) {
        Set<Topic> topics = new TreeSet<>(Set.of(Topic.events(service)));
        switch (service) {
            case INVENTORY -> topics.add(Topic.FLEET);
            case SECURITY -> topics.add(Topic.TRUST);
            case ZFS_SYNC, PROXY_CONFIG, DEPLOYER -> {}
        }
        return topics;
    }

    private static Grant topic(String name, Operation operation) {
        return new Grant(Resource.TOPIC, name, operation);
    }
}
