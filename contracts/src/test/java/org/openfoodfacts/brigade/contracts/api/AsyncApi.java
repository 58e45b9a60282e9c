package org.openfoodfacts.brigade.contracts.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Sender;

/** The bus as an AsyncAPI 3.0 document: channels are topics, and each service, the agent and other teams' tools have their operations. */
final class AsyncApi {
    private final ObjectNode root = Json.mapper().createObjectNode();

    static ObjectNode document() {
        return new AsyncApi().build();
    }

    private ObjectNode build() {
        root.put("asyncapi", "3.0.0");
        root.putObject("info")
                .put("title", "Brigade")
                .put("version", "1")
                .put(
                        "description",
                        "Everything that travels over Brigade's Kafka bus. Generated from contracts/; see docs/architecture.md.");
        root.put("defaultContentType", "application/json");
        server(root.putObject("servers").putObject("bus"));
        ObjectNode channels = root.putObject("channels");
        Arrays.stream(Channel.values()).forEach(channel -> channel(channels.putObject(channel.id()), channel));
        ObjectNode operations = root.putObject("operations");
        Arrays.stream(Channel.values()).forEach(channel -> operations(operations, channel));
        components(root.putObject("components"));
        return root;
    }

    private static void server(ObjectNode server) {
        server.put("host", "{bootstrap}").put("protocol", "kafka-secure");
        server.put(
                "description",
                "Each service, node and tool has its own SCRAM user; ACLs say which topics it may read and write.");
        server.putObject("variables")
                .putObject("bootstrap")
                .put("default", "localhost:9092")
                .put("description", "kafka.bootstrap.servers");
        ref(server.putArray("security").addObject(), "#/components/securitySchemes/scram");
    }

    private static void channel(ObjectNode node, Channel channel) {
        node.put("address", channel.address()).put("description", channel.description());
        if (channel.isOfNode()) {
            node.putObject("parameters")
                    .putObject("node")
                    .put("description", "The node's name, a DNS label; the topic is its alone.");
        }
        ObjectNode messages = node.putObject("messages");
        channel.types().forEach(type -> ref(messages.putObject(id(type)), "#/components/messages/" + id(type)));
        node.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("topicConfiguration")
                .putArray("cleanup.policy")
                .add(channel.isCompacted() ? "compact" : "delete");
    }

    private static void operations(ObjectNode operations, Channel channel) {
        Map<String, List<EventType>> bySender = new TreeMap<>();
        for (EventType type : channel.types()) {
            for (String sender : Channel.senders(type)) {
                bySender.computeIfAbsent(sender, s -> new java.util.ArrayList<>())
                        .add(type);
            }
        }
        bySender.forEach((sender, types) -> operation(operations, sender, "send", channel, types));
        channel.readers().forEach(reader -> operation(operations, reader, "receive", channel, channel.types()));
    }

    private static void operation(
            ObjectNode operations, String who, String action, Channel channel, List<EventType> types) {
        ObjectNode node = operations.putObject(who + "-" + action + "-" + channel.id());
        node.put("action", action).put("title", who + " " + action + "s " + channel.address());
        ref(node.putObject("channel"), "#/channels/" + channel.id());
        ref(node.putArray("tags").addObject(), "#/components/tags/" + who);
        var messages = node.putArray("messages");
        types.forEach(type -> ref(messages.addObject(), "#/channels/" + channel.id() + "/messages/" + id(type)));
    }

    private static void components(ObjectNode components) {
        components
                .putObject("securitySchemes")
                .putObject("scram")
                .put("type", "scramSha512")
                .put("description", "svc.<service>, a node's name, tool.<name> or admin");
        ObjectNode tags = components.putObject("tags");
        Channel.parties().forEach(party -> tags.putObject(party).put("name", party));
        ObjectNode messages = components.putObject("messages");
        for (EventType type : EventType.values()) {
            message(messages.putObject(id(type)), type);
        }
        AsyncApiHeaders.describe(components.putObject("schemas"));
    }

    private static void message(ObjectNode message, EventType type) {
        message.put("name", type.id()).put("title", type.kind()).put("contentType", "application/json");
        ref(message.putObject("headers"), "#/components/schemas/" + AsyncApiHeaders.of(type));
        ref(message.putObject("payload"), "schemas/" + type.id() + ".json");
        message.put(
                "summary",
                type.sender() == Sender.ANYONE
                        ? "Unsigned; the topic's ACL says who may ask."
                        : "Signed by " + String.join(" or ", Channel.senders(type)) + ".");
        if (type.isState()) {
            message.put(
                    "description", "State: the newest value under a key is the whole truth; a null value deletes it.");
        }
    }

    private static String id(EventType type) {
        return type.id().substring(EventType.PREFIX.length()).replace('.', '-');
    }

    private static void ref(ObjectNode node, String target) {
        node.put("$ref", target);
    }
}
