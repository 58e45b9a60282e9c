package org.openfoodfacts.brigade.inventory.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.orders.ObserveNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredNode;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.Watch;

/**
 * What a node's agent shall watch, and whether it can be told: {@code keyId} is that of the enrolled node, null while its orders topic
 * may not exist. The generation grows only when the content changes; 0 means that nothing was ever declared for it.
 */
public record Observation(String node, long generation, Watch watch, String keyId) {
    private static final Watch NOTHING = new Watch(List.of(), List.of(), List.of());

    /** A node that enrolled before the fleet declared it. */
    public static Observation undeclared(String node) {
        return new Observation(node, 0, NOTHING, null);
    }

    /**
     * The observations that this fleet changes, by node; one for each node that it declares for the first time or no longer.
     * {@code next} gives the generation that follows one.
     */
    public static List<Observation> changes(List<Observation> known, FleetDeclared fleet, LongUnaryOperator next) {
        Map<String, Observation> before = new TreeMap<>();
        known.forEach(observation -> before.put(observation.node(), observation));
        Map<String, Watch> wanted = new TreeMap<>();
        before.keySet().forEach(node -> wanted.put(node, NOTHING));
        fleet.nodes().forEach(node -> wanted.put(node.name(), watch(node, fleet)));
        List<Observation> changes = new ArrayList<>();
        wanted.forEach((node, watch) -> {
            Observation old = before.getOrDefault(node, undeclared(node));
            if (!old.watch().equals(watch) || !before.containsKey(node)) {
                changes.add(new Observation(node, next.applyAsLong(old.generation()), watch, old.keyId()));
            }
        });
        return changes;
    }

    /** What the node declares itself, and the checkouts of the flavors that run on it. */
    private static Watch watch(DeclaredNode node, FleetDeclared fleet) {
        Stream<String> flavors = fleet.applications().stream()
                .flatMap(application -> application.flavors().stream())
                .filter(flavor -> flavor.node().equals(node.name()))
                .map(FleetDeclared.DeclaredFlavor::path);
        Watch watch = node.watch();
        List<String> checkouts =
                Stream.concat(watch.checkouts().stream(), flavors).distinct().toList();
        return new Watch(checkouts, watch.units(), watch.certificates());
    }

    /** The same for a node that now has this key; null for a node that is no longer trusted. */
    public Observation withKey(String newKeyId) {
        return new Observation(node, generation, watch, newKeyId);
    }

    /** True when the node must be told again: its topic is new to it. */
    public boolean isNewTo(String newKeyId) {
        return newKeyId != null && !Objects.equals(keyId, newKeyId);
    }

    /** The order to send; empty when nothing was ever declared or the node cannot be told yet. */
    public Optional<ObserveNode> order() {
        return keyId == null || generation == 0
                ? Optional.empty()
                : Optional.of(new ObserveNode(generation, watch.checkouts(), watch.units(), watch.certificates()));
    }
}
