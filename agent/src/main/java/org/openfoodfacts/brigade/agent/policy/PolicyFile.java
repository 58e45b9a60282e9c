package org.openfoodfacts.brigade.agent.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.agent.files.ConfigException;
import org.openfoodfacts.brigade.agent.files.KeyValueFile;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.orders.Order;

/**
 * The owner's policy file, read anew for every question, so that a change counts at once. Without a file, or with one that cannot be read,
 * the machine is observed only.
 */
public final class PolicyFile {
    private static final Set<String> KINDS = Arrays.stream(EventType.values())
            .filter(type -> Command.class.isAssignableFrom(type.messageClass())
                    || Order.class.isAssignableFrom(type.messageClass()))
            .map(EventType::kind)
            .collect(Collectors.toUnmodifiableSet());

    private final Path file;
    private final boolean observeOnly;

    /**
     * @param file null for none
     * @param observeOnly true refuses every change, whatever the file says
     */
    public PolicyFile(Path file, boolean observeOnly) {
        this.file = file;
        this.observeOnly = observeOnly;
    }

    public LocalPolicy current() {
        if (observeOnly) {
            return LocalPolicy.observeOnly("agent.properties");
        }
        try {
            return read();
        } catch (ConfigException e) {
            return LocalPolicy.observeOnly(e.getMessage());
        }
    }

    /** Throws ConfigException that names file, line and key. */
    public LocalPolicy read() {
        if (file == null) {
            return LocalPolicy.observeOnly("no policy file");
        }
        return Files.exists(file) ? parse(KeyValueFile.read(file)) : LocalPolicy.observeOnly("no policy file " + file);
    }

    static LocalPolicy parse(KeyValueFile text) {
        boolean observe = false;
        Set<String> kinds = new HashSet<>();
        List<NamePattern> datasets = new ArrayList<>();
        List<NamePattern> checkouts = new ArrayList<>();
        Set<String> builds = new HashSet<>();
        List<NamePattern> pskFiles = new ArrayList<>();
        Set<String> users = new HashSet<>();
        List<NamePattern> units = new ArrayList<>();
        for (KeyValueFile.Entry entry : text.entries()) {
            switch (entry.key()) {
                case "observe-only" -> observe = text.flag(entry);
                case "allow" ->
                    values(text, entry).map(kind -> kind(text, entry, kind)).forEach(kinds::add);
                case "dataset" -> values(text, entry).map(NamePattern::new).forEach(datasets::add);
                case "checkout" ->
                    values(text, entry)
                            .map(path -> absolute(text, entry, path))
                            .map(NamePattern::new)
                            .forEach(checkouts::add);
                case "build" ->
                    values(text, entry).map(build -> build(text, entry, build)).forEach(builds::add);
                case "psk-file" ->
                    values(text, entry)
                            .map(path -> absolute(text, entry, path))
                            .map(NamePattern::new)
                            .forEach(pskFiles::add);
                case "users" -> values(text, entry).forEach(users::add);
                case "unit" -> values(text, entry).map(NamePattern::new).forEach(units::add);
                default ->
                    throw text.error(
                            entry,
                            "is not known; known are observe-only, allow, dataset, checkout, build, psk-file, users, unit");
            }
        }
        return new LocalPolicy(
                text.file().toString(), observe, kinds, datasets, checkouts, builds, pskFiles, users, units);
    }

    private static Stream<String> values(KeyValueFile text, KeyValueFile.Entry entry) {
        if (entry.value().isBlank()) {
            throw text.error(entry, "is empty; leave the line out to allow nothing");
        }
        return Arrays.stream(entry.value().split(",")).map(String::strip);
    }

    private static String kind(KeyValueFile text, KeyValueFile.Entry entry, String kind) {
        if (!KINDS.contains(kind)) {
            throw text.error(
                    entry,
                    "names '" + kind + "', which is no command and no order; known are "
                            + KINDS.stream().sorted().collect(Collectors.joining(", ")));
        }
        return kind;
    }

    private static String absolute(KeyValueFile text, KeyValueFile.Entry entry, String path) {
        if (!path.startsWith("/")) {
            throw text.error(entry, "names '" + path + "'; it must be an absolute path");
        }
        return path;
    }

    private static String build(KeyValueFile text, KeyValueFile.Entry entry, String build) {
        int colon = build.lastIndexOf(':');
        if (!build.startsWith("/") || colon < 2 || colon == build.length() - 1) {
            throw text.error(
                    entry, "is '" + build + "'; it must be CHECKOUT:SCRIPT, for example /srv/app:scripts/build");
        }
        return build;
    }
}
