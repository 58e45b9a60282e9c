package org.openfoodfacts.brigade.suite.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/**
 * Which value a property that can be set has where, and whether it is a dataset's own, an ancestor's or the default; for one command:
 * nothing may change meanwhile.
 */
final class ZfsSettings {
    private final ZfsCatalogue catalogue;
    private final Map<String, Optional<Sourced>> ofSnapshotsIn = new HashMap<>();

    ZfsSettings(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** {@code source} as {@code zfs get} names it. */
    record Sourced(String value, String source) {}

    /** Empty where the property is not set, and for native properties where there is none. */
    Optional<Sourced> of(String name, String property) {
        if (property.contains(":")) {
            return user(name, property);
        }
        boolean isDataset = catalogue.datasets().containsKey(name);
        return isDataset
                ? ZfsSettable.of(property)
                        .filter(settable -> fits(settable, catalogue.datasets().get(name)))
                        .map(settable -> ofDataset(name, settable))
                : Optional.empty();
    }

    private static boolean fits(ZfsSettable settable, Dataset dataset) {
        return switch (settable) {
            case COMPRESSION, READONLY -> true;
            default -> dataset.type().equals("filesystem");
        };
    }

    private Sourced ofDataset(String name, ZfsSettable settable) {
        Optional<Sourced> set = settable.inherits()
                ? inherited(name, settable.property(), name)
                : Optional.ofNullable(
                                catalogue.datasets().get(name).properties().get(settable.property()))
                        .map(value -> new Sourced(value, "local"));
        if (settable == ZfsSettable.MOUNTPOINT) {
            return mountpoint(name, set);
        }
        return set.orElseGet(() -> new Sourced(settable.byDefault(), "default"));
    }

    /** A child is mounted below its parent. */
    private static Sourced mountpoint(String name, Optional<Sourced> set) {
        if (set.isEmpty()) {
            return new Sourced("/" + name, "default");
        }
        Sourced found = set.get();
        String from = "inherited from ";
        return found.source().startsWith(from) && found.value().startsWith("/")
                ? new Sourced(found.value() + name.substring(found.source().length() - from.length()), found.source())
                : found;
    }

    private Optional<Sourced> user(String name, String property) {
        Snapshot snapshot = catalogue.snapshots().get(name);
        if (snapshot == null) {
            return inherited(name, property, name);
        }
        String value = snapshot.properties().get(property);
        String dataset = name.substring(0, name.indexOf('@'));
        return value != null
                ? Optional.of(new Sourced(value, "local"))
                : ofSnapshotsIn.computeIfAbsent(dataset + " " + property, _ -> inherited(dataset, property, name));
    }

    private Optional<Sourced> inherited(String from, String property, String asker) {
        for (String dataset : ZfsCatalogue.ancestors(from)) {
            Dataset known = catalogue.datasets().get(dataset);
            if (known != null && known.properties().containsKey(property)) {
                String source = dataset.equals(asker) ? "local" : "inherited from " + dataset;
                return Optional.of(new Sourced(known.properties().get(property), source));
            }
        }
        return Optional.empty();
    }
}
