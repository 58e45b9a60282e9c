package org.openfoodfacts.brigade.agent.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.files.PrivateFile;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.orders.Order;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;

/**
 * The newest verified order of each kind, one file each, so that the agent goes on following them without Kafka and after a restart. An
 * older generation never replaces a newer one. Safe for use by many threads.
 */
public final class OrderStore {
    private static final Logger LOG = Logger.getLogger(OrderStore.class.getName());

    private final Path folder;
    private final Map<String, StoredOrder> byKind = new TreeMap<>();

    private OrderStore(Path folder) {
        this.folder = folder;
    }

    /** An order and the trace of what sent it. */
    public record StoredOrder(Order order, Trace trace) {
        public String kind() {
            return EventType.of(order).kind();
        }

        /** The source of the one service that sends such orders; null when more than one may. */
        String source() {
            return EventType.of(order).sender().service().map(Source::of).orElse(null);
        }
    }

    private record OrderText(String type, Trace trace, JsonNode order) {}

    /** A file that cannot be read counts as absent: the topic holds the order too. */
    public static OrderStore open(Path folder) {
        OrderStore store = new OrderStore(folder);
        try {
            PrivateFile.folder(folder);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
                for (Path file : files) {
                    read(file).ifPresent(stored -> store.byKind.put(stored.kind(), stored));
                }
            }
        } catch (IOException e) {
            throw new ConfigException("the orders in " + folder + " cannot be used: " + e.getMessage(), e);
        }
        return store;
    }

    private static Optional<StoredOrder> read(Path file) throws IOException {
        try {
            OrderText text = Json.mapper().readValue(Files.readString(file), OrderText.class);
            EventType type = EventType.byId(text.type()).orElse(null);
            if (type == null || !Order.class.isAssignableFrom(type.messageClass())) {
                LOG.warning(file + ": '" + text.type() + "' is no order that this agent knows; left out");
                return Optional.empty();
            }
            Order order = (Order) Json.mapper().treeToValue(text.order(), type.messageClass());
            return Optional.of(new StoredOrder(order, text.trace() == null ? Trace.NONE : text.trace()));
        } catch (JsonProcessingException e) {
            LOG.warning(file + " is damaged and left out: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }

    /** True when it is newer than what was stored; it is on the disk then. */
    public synchronized boolean offer(StoredOrder next) throws IOException {
        StoredOrder present = byKind.get(next.kind());
        if (present != null && present.order().generation() >= next.order().generation()) {
            return false;
        }
        OrderText text = new OrderText(
                EventType.of(next.order()).id(), next.trace(), Json.mapper().valueToTree(next.order()));
        PrivateFile.replace(folder.resolve(next.kind() + ".json"), Json.mapper().writeValueAsBytes(text));
        byKind.put(next.kind(), next);
        return true;
    }

    public synchronized Collection<StoredOrder> all() {
        return new TreeMap<>(byKind).values();
    }
}
