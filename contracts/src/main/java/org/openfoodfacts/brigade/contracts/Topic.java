package org.openfoodfacts.brigade.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The shared topics of the bus. A node's own two topics are made when it enrols; their names are here too. */
public enum Topic {
    /** State per {@code node/kind[/part]}. */
    FACTS("brigade.facts", Retention.COMPACT),
    /** Outcomes per node. */
    REPORTS("brigade.reports", Retention.DELETE_30_DAYS),
    /** The declared fleet, one record. */
    FLEET("brigade.fleet", Retention.COMPACT),
    /** The identity of each node. */
    TRUST("brigade.trust", Retention.COMPACT),
    /** What other teams' tools ask the deployer for. */
    DEPLOY_REQUESTS("brigade.deploy.requests", Retention.DELETE_30_DAYS),
    INVENTORY_EVENTS("brigade.inventory.events", Retention.DELETE_30_DAYS),
    ZFS_SYNC_EVENTS("brigade.zfs-sync.events", Retention.DELETE_30_DAYS),
    PROXY_CONFIG_EVENTS("brigade.proxy-config.events", Retention.DELETE_30_DAYS),
    DEPLOYER_EVENTS("brigade.deployer.events", Retention.DELETE_30_DAYS),
    SECURITY_EVENTS("brigade.security.events", Retention.DELETE_30_DAYS);

    /** How long a topic keeps its records. */
    public enum Retention {
        COMPACT,
        DELETE_30_DAYS
    }

    private final String topicName;
    private final Retention retention;

    Topic(String topicName, Retention retention) {
        this.topicName = topicName;
        this.retention = retention;
    }

    public String topicName() {
        return topicName;
    }

    public Retention retention() {
        return retention;
    }

    /** Where records of this topic go that nobody can read. */
    public String deadLetters() {
        return topicName + ".dlq";
    }

    /** The node's orders: compacted, key = kind of the order. */
    public static String orders(String node) {
        return "brigade.node." + NodeName.require(node) + ".orders";
    }

    /** The node's commands: key = node. */
    public static String commands(String node) {
        return "brigade.node." + NodeName.require(node) + ".commands";
    }

    public static Topic events(Service service) {
        return valueOf(service.name().toUpperCase(Locale.ROOT) + "_EVENTS");
    }

    public static List<Topic> allEvents() {
        return Arrays.stream(Service.values()).map(Topic::events).toList();
    }
}
