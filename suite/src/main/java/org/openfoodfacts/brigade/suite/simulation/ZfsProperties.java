package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Bookmark;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** The value of one property of one dataset, snapshot or bookmark, exact ({@code -p}). */
final class ZfsProperties {
    private static final Map<String, String> SHORT =
            Map.of("avail", "available", "refer", "referenced", "usedsnap", "usedbysnapshots");
    private static final List<String> NATIVE = List.of(
            "name",
            "type",
            "guid",
            "used",
            "available",
            "referenced",
            "origin",
            "mountpoint",
            "createtxg",
            "creation",
            "clones",
            "userrefs");

    private final ZfsCatalogue catalogue;

    ZfsProperties(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The full name of a property, or empty when zfs does not know it. */
    static Optional<String> known(String property) {
        String full = SHORT.getOrDefault(property, property);
        return NATIVE.contains(full) || full.contains(":") ? Optional.of(full) : Optional.empty();
    }

    /** {@code -} where this kind of thing has no such property. */
    String value(String name, String property) {
        if (property.contains(":")) {
            return catalogue
                    .userProperty(name, property)
                    .map(ZfsCatalogue.Sourced::value)
                    .orElse("-");
        }
        if (name.contains("@")) {
            return ofSnapshot(name, catalogue.snapshots().get(name), property);
        }
        return name.contains("#")
                ? ofBookmark(name, catalogue.bookmarks().get(name), property)
                : ofDataset(name, catalogue.datasets().get(name), property);
    }

    private String ofDataset(String name, Dataset dataset, String property) {
        return switch (property) {
            case "name" -> name;
            case "type" -> dataset.type();
            case "guid" -> dataset.guid();
            case "used" -> Long.toString(catalogue.used(name));
            case "available" -> Long.toString(catalogue.available(name));
            case "referenced" -> Long.toString(dataset.referencedBytes());
            case "origin" -> dataset.origin() == null ? "-" : dataset.origin();
            case "mountpoint" -> dataset.properties().getOrDefault("mountpoint", "/" + name);
            case "createtxg" -> Long.toString(dataset.createTxg());
            case "creation" -> Long.toString(dataset.creation().getEpochSecond());
            default -> "-";
        };
    }

    private String ofSnapshot(String name, Snapshot snapshot, String property) {
        return switch (property) {
            case "name" -> name;
            case "type" -> "snapshot";
            case "guid" -> snapshot.guid();
            case "used" -> Long.toString(snapshot.usedBytes());
            case "referenced" -> Long.toString(snapshot.referencedBytes());
            case "createtxg" -> Long.toString(snapshot.createTxg());
            case "creation" -> Long.toString(snapshot.creation().getEpochSecond());
            case "clones" -> String.join(",", catalogue.clonesOf(name));
            case "userrefs" -> Integer.toString(snapshot.holds().size());
            default -> "-";
        };
    }

    private static String ofBookmark(String name, Bookmark bookmark, String property) {
        return switch (property) {
            case "name" -> name;
            case "type" -> "bookmark";
            case "guid" -> bookmark.guid();
            case "createtxg" -> Long.toString(bookmark.createTxg());
            case "creation" -> Long.toString(bookmark.creation().getEpochSecond());
            default -> "-";
        };
    }
}
