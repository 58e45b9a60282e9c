package org.openfoodfacts.brigade.inventory.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.events.Event;

/** Which events somebody asks for; null means any. {@code types} are full type ids; {@code to} is exclusive. */
public record EventFilter(List<String> types, String node, Instant from, Instant to, String correlation) {
    public static final EventFilter ALL = new EventFilter(null, null, null, null, null);

    /** The full ids that a full id or a kebab name means; empty when there is no such event. */
    public static List<String> typesOf(String name) {
        return events().stream()
                .filter(type -> type.id().equals(name) || type.kind().equals(name))
                .map(EventType::id)
                .toList();
    }

    /** The kebab names of all events. */
    public static List<String> kinds() {
        return events().stream().map(EventType::kind).distinct().sorted().toList();
    }

    private static List<EventType> events() {
        return Arrays.stream(EventType.values())
                .filter(type -> Event.class.isAssignableFrom(type.messageClass()))
                .toList();
    }
}
