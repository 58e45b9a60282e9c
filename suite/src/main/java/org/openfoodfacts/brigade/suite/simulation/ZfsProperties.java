package org.openfoodfacts.brigade.suite.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Bookmark;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** The value of one property of one dataset, snapshot or bookmark, exact ({@code -p}), for one command: nothing may change meanwhile. */
final class ZfsProperties {
    private static final Map<String, String> SHORT = Map.of(
            "avail", "available",
            "refer", "referenced",
            "usedsnap", "usedbysnapshots",
            "usedds", "usedbydataset",
            "usedchild", "usedbychildren",
            "recsize", "recordsize",
            "lused", "logicalused",
            "ratio", "compressratio",
            "rdonly", "readonly");
    private static final Set<String> NATIVE = Set.of(
            "name",
            "type",
            "guid",
            "used",
            "available",
            "referenced",
            "written",
            "usedbysnapshots",
            "usedbydataset",
            "usedbychildren",
            "logicalused",
            "compressratio",
            "origin",
            "mounted",
            "receive_resume_token",
            "encryption",
            "encryptionroot",
            "keystatus",
            "volsize",
            "createtxg",
            "creation",
            "clones",
            "userrefs");

    private final ZfsCatalogue catalogue;
    private final ZfsSettings settings;
    private final ZfsSpace space;
    private final Map<String, Map<String, Long>> snapshotsWritten = new HashMap<>();

    ZfsProperties(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
        this.settings = new ZfsSettings(catalogue);
        this.space = new ZfsSpace(catalogue);
    }

    /** The full name of a property, or empty when zfs does not know it. */
    static Optional<String> known(String property) {
        String full = SHORT.getOrDefault(property, property);
        boolean is = NATIVE.contains(full)
                || full.contains(":")
                || ZfsSettable.of(full).isPresent();
        return is ? Optional.of(full) : Optional.empty();
    }

    /** All that it has a value for, its own user properties last. */
    List<String> all(String name) {
        Stream<String> own = Stream.ofNullable(catalogue.datasets().get(name))
                .flatMap(dataset -> dataset.properties().keySet().stream())
                .filter(property -> property.contains(":"));
        Stream<String> settable = Stream.of(ZfsSettable.values()).map(ZfsSettable::property);
        return Stream.of(NATIVE.stream().sorted(), settable, own)
                .flatMap(properties -> properties)
                .filter(property ->
                        !property.equals("name") && !value(name, property).equals("-"))
                .toList();
    }

    /** As {@link #value}, of one thing that is looked up once. */
    List<String> values(String name, List<String> properties) {
        Snapshot snapshot = catalogue.snapshots().get(name);
        return properties.stream()
                .map(property -> snapshot == null || property.contains(":")
                        ? value(name, property)
                        : ofSnapshot(name, snapshot, property))
                .toList();
    }

    /** {@code -} where this kind of thing has no such property. */
    String value(String name, String property) {
        return settings.of(name, property).map(ZfsSettings.Sourced::value).orElseGet(() -> ofItself(name, property));
    }

    /** Its value, and where that is from: {@code local}, {@code default}, {@code inherited from …}, or {@code -}: it cannot be set, or is not. */
    ZfsSettings.Sourced sourced(String name, String property) {
        return settings.of(name, property).orElseGet(() -> new ZfsSettings.Sourced(ofItself(name, property), "-"));
    }

    private String ofItself(String name, String property) {
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
            case "used" -> Long.toString(space.used(name));
            case "available" -> Long.toString(space.available(name));
            case "referenced" -> Long.toString(dataset.referencedBytes());
            case "written" -> Long.toString(catalogue.written(name));
            case "usedbysnapshots" -> Long.toString(space.usedBySnapshots(name));
            case "usedbydataset" -> Long.toString(space.ownBytes(name));
            case "usedbychildren" ->
                Long.toString(space.used(name) - space.ownBytes(name) - space.usedBySnapshots(name));
            case "logicalused" -> Long.toString(space.used(name));
            case "compressratio" -> "1.00";
            case "origin" -> dataset.origin() == null ? "-" : dataset.origin();
            case "mounted" -> mounted(name, dataset);
            case "receive_resume_token" -> resumeToken(name);
            case "encryption" -> "off";
            case "volsize" -> dataset.properties().getOrDefault("volsize", "-");
            case "createtxg" -> Long.toString(dataset.createTxg());
            case "creation" -> Long.toString(dataset.creation().getEpochSecond());
            default -> "-";
        };
    }

    private String mounted(String name, Dataset dataset) {
        if (!dataset.type().equals("filesystem")) {
            return "-";
        }
        boolean mountable = value(name, "mountpoint").startsWith("/")
                && !value(name, "canmount").equals("off");
        return dataset.mounted() && mountable ? "yes" : "no";
    }

    private String resumeToken(String name) {
        SimulatedState.Partial partial = catalogue.partials().get(name);
        return partial == null ? "-" : partial.snap().token(partial.receivedBytes());
    }

    private String ofSnapshot(String name, Snapshot snapshot, String property) {
        return switch (property) {
            case "name" -> name;
            case "type" -> "snapshot";
            case "guid" -> snapshot.guid();
            case "used" -> Long.toString(snapshot.usedBytes());
            case "referenced" -> Long.toString(snapshot.referencedBytes());
            case "written" -> Long.toString(written(name));
            case "logicalused" -> Long.toString(snapshot.usedBytes());
            case "compressratio" -> "1.00";
            case "encryption" -> "off";
            case "createtxg" -> Long.toString(snapshot.createTxg());
            case "creation" -> Long.toString(snapshot.creation().getEpochSecond());
            case "clones" -> String.join(",", catalogue.clonesOf(name));
            case "userrefs" -> Integer.toString(snapshot.holds().size());
            default -> "-";
        };
    }

    private long written(String snapshot) {
        String dataset = snapshot.substring(0, snapshot.indexOf('@'));
        return snapshotsWritten
                .computeIfAbsent(dataset, catalogue::snapshotsWritten)
                .get(snapshot);
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
