package org.openfoodfacts.brigade.contracts.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.events.Event;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.reports.Report;
import org.openfoodfacts.brigade.contracts.requests.Request;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.NodeIdentity;

/** The topics as AsyncAPI channels: what travels on each, and who reads it. */
enum Channel {
    FACTS(Topic.FACTS.topicName(), Fact.class, "What machines are. Key: node/kind[/part]."),
    REPORTS(Topic.REPORTS.topicName(), Report.class, "What became of commands and orders. Key: node."),
    ORDERS("brigade.node.{node}.orders", Order.class, "What this machine should be. Key: kind of the order."),
    COMMANDS("brigade.node.{node}.commands", Command.class, "Do this once, before the deadline. Key: node."),
    FLEET(Topic.FLEET.topicName(), FleetDeclared.class, "The declared fleet, one record. Key: its name."),
    TRUST(Topic.TRUST.topicName(), NodeIdentity.class, "Who nodes are. Key: node."),
    REQUESTS(Topic.DEPLOY_REQUESTS.topicName(), Request.class, "What other teams' tools ask the deployer for."),
    INVENTORY_EVENTS(Service.INVENTORY),
    ZFS_SYNC_EVENTS(Service.ZFS_SYNC),
    PROXY_CONFIG_EVENTS(Service.PROXY_CONFIG),
    DEPLOYER_EVENTS(Service.DEPLOYER),
    SECURITY_EVENTS(Service.SECURITY);

    private static final String AGENT = "agent";
    private static final String TOOL = "tool";

    private final String address;
    private final Class<?> family;
    private final String description;
    private final Service owner;

    Channel(String address, Class<?> family, String description) {
        this.address = address;
        this.family = family;
        this.description = description;
        this.owner = null;
    }

    Channel(Service owner) {
        this.address = Topic.events(owner).topicName();
        this.family = Event.class;
        this.description = "What happened in " + owner.id() + ". Key: what it is about.";
        this.owner = owner;
    }

    String id() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        return String.join("-", words);
    }

    String address() {
        return address;
    }

    String description() {
        return description;
    }

    boolean isOfNode() {
        return address.contains("{node}");
    }

    boolean isCompacted() {
        return types().stream().anyMatch(EventType::isState);
    }

    List<EventType> types() {
        return Arrays.stream(EventType.values())
                .filter(type -> family.isAssignableFrom(type.messageClass()))
                .filter(type -> owner == null || senders(type).contains(owner.id()))
                .toList();
    }

    /** Who may send a type: ids of services, {@code agent}, or {@code tool}. */
    static List<String> senders(EventType type) {
        return switch (type.sender()) {
            case AGENT -> List.of(AGENT);
            case ANYONE -> List.of(TOOL);
            case INVENTORY, ZFS_SYNC, PROXY_CONFIG, DEPLOYER, SECURITY, ANY_SERVICE ->
                services().filter(id -> type.sender().allowsService(id)).toList();
        };
    }

    /** Who reads the channel by design; any other tool may read events and facts too. */
    List<String> readers() {
        return switch (this) {
            case ORDERS, COMMANDS -> List.of(AGENT);
            case FACTS -> List.of("inventory", "zfs-sync", "proxy-config");
            case REPORTS, TRUST -> services().toList();
            case FLEET -> services().filter(id -> !id.equals("inventory")).toList();
            case REQUESTS -> List.of("deployer");
            case INVENTORY_EVENTS, ZFS_SYNC_EVENTS, PROXY_CONFIG_EVENTS, DEPLOYER_EVENTS, SECURITY_EVENTS ->
                List.of("inventory", TOOL);
        };
    }

    static List<String> parties() {
        return Stream.concat(services(), Stream.of(AGENT, TOOL)).toList();
    }

    private static Stream<String> services() {
        return Arrays.stream(Service.values()).map(Service::id);
    }
}
