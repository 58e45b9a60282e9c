package org.openfoodfacts.brigade.contracts.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Sender;
import org.openfoodfacts.brigade.contracts.commands.Command;

/** The Kafka headers of messages: CloudEvents 1.0 in binary mode, with Brigade's extensions. */
final class AsyncApiHeaders {
    private static final List<String> CLOUD_EVENT = List.of("ce_specversion", "ce_id", "ce_source", "ce_type");

    private AsyncApiHeaders() {}

    static String of(EventType type) {
        if (type.sender() == Sender.ANYONE) {
            return "requestHeaders";
        }
        return Command.class.isAssignableFrom(type.messageClass()) ? "commandHeaders" : "signedHeaders";
    }

    static void describe(ObjectNode schemas) {
        describe(schemas.putObject("requestHeaders"), List.of());
        describe(schemas.putObject("signedHeaders"), List.of("ce_time", "ce_keyid", "ce_signature"));
        describe(
                schemas.putObject("commandHeaders"),
                List.of("ce_time", "ce_keyid", "ce_signature", "ce_node", "ce_expirytime"));
    }

    private static void describe(ObjectNode schema, List<String> alsoRequired) {
        schema.put("type", "object");
        ObjectNode headers = schema.putObject("properties");
        text(headers, "ce_specversion", "always 1.0").put("const", "1.0");
        text(headers, "ce_id", "unique within the source; UUID version 7 for Brigade's own");
        text(headers, "ce_source", "/services/<service>, /nodes/<node>, or a tool's own URI");
        text(headers, "ce_type", "the message's name in this document");
        text(headers, "ce_time", "when it was made").put("format", "date-time");
        text(headers, "ce_node", "the machine it is from or for");
        text(headers, "ce_subject", "what it is about");
        text(headers, "ce_correlationid", "one for everything that one request set off (X-Request-Id)");
        text(headers, "ce_causationid", "the ce_id of the message that led to this one");
        text(headers, "ce_expirytime", "a command's deadline; later it is refused")
                .put("format", "date-time");
        text(headers, "ce_answers", "of a report: the source of what it answers; others may pass by. Not signed");
        text(headers, "ce_keyid", "owner#fingerprint of the Ed25519 key it is signed with");
        text(
                headers,
                "ce_signature",
                "base64; over type, source, id, time, node, subject, expiry, record key and body");
        text(headers, "content-type", "application/json");
        var required = schema.putArray("required");
        CLOUD_EVENT.forEach(required::add);
        alsoRequired.forEach(required::add);
    }

    private static ObjectNode text(ObjectNode headers, String name, String description) {
        return headers.putObject(name).put("type", "string").put("description", description);
    }
}
