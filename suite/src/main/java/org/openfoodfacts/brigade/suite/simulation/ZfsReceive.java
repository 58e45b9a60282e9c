package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Dataset;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Partial;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs receive}: a snapshot is there as a whole or not at all; with {@code -s} what came of a cut stream is kept for its resume. */
final class ZfsReceive {
    private static final String NEW = "cannot receive new filesystem stream: ";
    private static final String INCREMENTAL = "cannot receive incremental stream: ";
    private static final String RESUME = "cannot receive resume stream: ";

    private final ZfsCatalogue catalogue;

    ZfsReceive(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult run(List<String> arguments, String input) {
        ToolOptions options = ToolOptions.parse(arguments, "AFehnsuvo:x:");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.operands().size() != 1) {
            return SimulatedTool.fail(2, "missing snapshot argument\n" + SimulatedZfs.usage());
        }
        String target = options.operands().getFirst();
        if (options.has('A')) {
            return abort(target);
        }
        Optional<ZfsStream> stream = ZfsStream.parse(input == null ? "" : input);
        if (stream.isEmpty()) {
            return SimulatedTool.fail(1, "cannot receive: failed to read from stream\n");
        }
        StringBuilder said = new StringBuilder();
        for (ZfsStream.Part part : stream.get().parts()) {
            Optional<String> refused = refused(options, target, part);
            if (refused.isPresent()) {
                return SimulatedTool.fail(1, refused.get());
            }
            if (!part.whole()) {
                return cut(options, target, part);
            }
            boolean isNew = !isThere(target, part.snap());
            if (isNew) {
                take(options, target, part.snap());
            }
            said.append(words(target, part, isNew));
        }
        return SimulatedTool.ok(options.has('v') ? said.toString() : "");
    }

    private static String words(String target, ZfsStream.Part part, boolean isNew) {
        String kind = part.snap().fromGuid() == null ? "full" : "incremental";
        String snapshot = target + "@" + part.snap().name();
        long bytes = isNew ? part.arrivedBytes() : 0;
        return "receiving " + kind + " stream of " + part.snap().dataset() + "@"
                + part.snap().name() + " into " + snapshot + "\n"
                + (isNew ? "" : "snap " + snapshot + " already exists; ignoring\n")
                + "received " + ZfsNumbers.rounded(bytes) + " stream in 0.10 seconds ("
                + ZfsNumbers.rounded(bytes * 10) + "/sec)\n";
    }

    /** An incremental step that the target has already is passed over. */
    private boolean isThere(String target, ZfsStream.Snap snap) {
        Snapshot own = catalogue.snapshots().get(target + "@" + snap.name());
        return own != null && own.guid().equals(snap.guid());
    }

    private ExecResult abort(String target) {
        Dataset dataset = catalogue.datasets().get(target);
        if (dataset == null) {
            return SimulatedTool.fail(
                    2, "cannot open '" + target + "': dataset does not exist\n" + SimulatedZfs.usage());
        }
        if (catalogue.partials().remove(target) == null) {
            return SimulatedTool.fail(1, "'" + target + "' does not have any resumable receive state to abort\n");
        }
        if (catalogue.snapshotsOf(target).isEmpty()) {
            catalogue.datasets().remove(target);
        }
        catalogue.save();
        return SimulatedTool.ok("");
    }

    private Optional<String> refused(ToolOptions options, String target, ZfsStream.Part part) {
        Partial partial = catalogue.partials().get(target);
        if (part.skippedBytes() > 0) {
            boolean fits = partial != null
                    && partial.snap().equals(part.snap())
                    && partial.receivedBytes() == part.skippedBytes();
            return fits
                    ? withoutSpace(target, RESUME, part)
                    : Optional.of(RESUME + "Resuming recv on existing destination '" + target
                            + "'\nmust specify -F to overwrite it\n");
        }
        if (part.snap().fromGuid() == null) {
            return fullRefused(options, target, part);
        }
        return partial == null
                ? incrementalRefused(options, target, part)
                : Optional.of(INCREMENTAL + "destination " + target
                        + " contains partially-complete state from \"zfs receive -s\".\n");
    }

    private Optional<String> fullRefused(ToolOptions options, String target, ZfsStream.Part part) {
        if (catalogue.datasets().containsKey(target)) {
            List<String> own = catalogue.snapshotsOf(target);
            if (!options.has('F')) {
                return Optional.of(NEW + "destination '" + target + "' exists\nmust specify -F to overwrite it\n");
            }
            if (!own.isEmpty()) {
                return Optional.of(NEW + "destination has snapshots (eg. " + own.getFirst()
                        + ")\nmust destroy them to overwrite it\n");
            }
        } else if (!target.contains("/")
                || !catalogue.datasets().containsKey(target.substring(0, target.lastIndexOf('/')))) {
            return Optional.of("cannot open '" + target.substring(0, Math.max(0, target.lastIndexOf('/')))
                    + "': dataset does not exist\n" + NEW + "unable to restore to destination\n");
        }
        boolean isVolume = part.snap().type().equals("volume");
        return isVolume && options.all('o').stream().anyMatch(given -> given.startsWith("canmount="))
                ? Optional.of(NEW + "property 'canmount' does not apply to datasets of this type\n")
                : withoutSpace(target, NEW, part);
    }

    /** Snapshots of the target's own are in the way only when something was written between them. */
    private Optional<String> incrementalRefused(ToolOptions options, String target, ZfsStream.Part part) {
        if (!catalogue.datasets().containsKey(target)) {
            return Optional.of(INCREMENTAL + "destination '" + target + "' does not exist\n");
        }
        if (isThere(target, part.snap())) {
            return Optional.empty();
        }
        List<String> own = catalogue.snapshotsOf(target);
        Optional<String> base = own.stream()
                .filter(name -> catalogue
                        .snapshots()
                        .get(name)
                        .guid()
                        .equals(part.snap().fromGuid()))
                .findFirst();
        if (base.isEmpty()) {
            return Optional.of(
                    INCREMENTAL + "most recent snapshot of " + target + " does not\nmatch incremental source\n");
        }
        long before = catalogue.snapshots().get(base.get()).referencedBytes();
        if (catalogue.datasets().get(target).referencedBytes() != before && !options.has('F')) {
            return Optional.of(
                    INCREMENTAL + "destination " + target + " has been modified\nsince most recent snapshot\n");
        }
        if (options.has('F')) {
            own.subList(own.indexOf(base.get()) + 1, own.size()).forEach(catalogue.snapshots()::remove);
        }
        return withoutSpace(target, INCREMENTAL, part);
    }

    private Optional<String> withoutSpace(String target, String kind, ZfsStream.Part part) {
        boolean exists = catalogue.datasets().containsKey(target);
        String where = exists ? target : target.substring(0, target.lastIndexOf('/'));
        return part.arrivedBytes() > new ZfsSpace(catalogue).available(where)
                ? Optional.of(kind + "destination " + target + " space quota exceeded.\n")
                : Optional.empty();
    }

    private ExecResult cut(ToolOptions options, String target, ZfsStream.Part part) {
        String kind = part.skippedBytes() > 0 ? RESUME : part.snap().fromGuid() == null ? NEW : INCREMENTAL;
        if (!options.has('s')) {
            return SimulatedTool.fail(1, kind + "incomplete stream\n");
        }
        long received = part.skippedBytes() + part.arrivedBytes();
        if (!catalogue.datasets().containsKey(target)) {
            catalogue.addDataset(target, part.snap().type(), null, 0);
            catalogue.datasets().computeIfPresent(target, (_, begun) -> begun.mounted(false));
            catalogue.setProperties(target, given(options, new TreeMap<>()));
        }
        catalogue.partials().put(target, new Partial(part.snap(), received));
        catalogue.save();
        return SimulatedTool.fail(
                1,
                kind + "checksum mismatch or incomplete stream.\nPartially received snapshot is saved.\n"
                        + "A resuming stream can be generated on the sending system by running:\n    zfs send -t "
                        + part.snap().token(received) + "\n");
    }

    private static Map<String, String> given(ToolOptions options, Map<String, String> properties) {
        for (String assignment : options.all('o')) {
            String[] parts = assignment.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        return properties;
    }

    private void take(ToolOptions options, String target, ZfsStream.Snap snap) {
        catalogue.partials().remove(target);
        Dataset before = catalogue.datasets().get(target);
        if (before == null) {
            catalogue.addDataset(target, snap.type(), null, snap.referencedBytes());
            before = catalogue.datasets().get(target);
        }
        boolean isNew = catalogue.snapshotsOf(target).isEmpty();
        boolean mounted = (isNew || before.mounted()) && !options.has('u');
        Map<String, String> properties = given(options, new TreeMap<>(before.properties()));
        catalogue
                .datasets()
                .put(
                        target,
                        new Dataset(
                                before.type(),
                                before.guid(),
                                before.createTxg(),
                                before.creation(),
                                snap.referencedBytes(),
                                before.origin(),
                                properties,
                                mounted));
        catalogue
                .snapshots()
                .put(
                        target + "@" + snap.name(),
                        new Snapshot(
                                snap.guid(),
                                catalogue.nextTxg(target),
                                snap.creation(),
                                0,
                                snap.referencedBytes(),
                                new TreeMap<>(),
                                new TreeMap<>()));
        catalogue.save();
    }
}
