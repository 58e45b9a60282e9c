package org.openfoodfacts.brigade.suite.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Bookmark;
import org.openfoodfacts.brigade.suite.simulation.SimulatedState.Snapshot;

/** {@code zfs send}: full, incremental from a snapshot or a bookmark, with intermediates, resumed; {@code -nP} only estimates. */
final class ZfsSend {
    private final ZfsCatalogue catalogue;

    ZfsSend(ZfsCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    ExecResult run(List<String> arguments) {
        ToolOptions options = ToolOptions.parse(arguments, "cehLnpPRsvVwi:I:t:");
        if (options.unknown() != 0) {
            return SimulatedZfs.invalidOption(options.unknown());
        }
        if (options.has('t')) {
            return resumed(options);
        }
        if (options.operands().size() != 1) {
            return SimulatedTool.fail(2, "missing snapshot argument\n" + SimulatedZfs.usage());
        }
        String name = options.operands().getFirst();
        if (!catalogue.snapshots().containsKey(name)) {
            return SimulatedZfs.notThere(name);
        }
        return options.has('i') || options.has('I') ? incremental(options, name) : full(options, name);
    }

    private ExecResult full(ToolOptions options, String name) {
        Snapshot snapshot = catalogue.snapshots().get(name);
        return answer(options, List.of(snap(name, null, snapshot.referencedBytes())), 0, "full");
    }

    private ExecResult incremental(ToolOptions options, String name) {
        String dataset = name.substring(0, name.indexOf('@'));
        String given = options.value('i', options.value('I', ""));
        String from = given.startsWith("@") || given.startsWith("#") ? dataset + given : given;
        if (options.has('I') && from.contains("#")) {
            return SimulatedTool.fail(1, "Error: multiple snapshots cannot be sent from a bookmark.\n");
        }
        Optional<Point> start = point(from);
        if (start.isEmpty()) {
            return from.contains("#")
                    ? SimulatedTool.fail(1, "warning: cannot send '" + name + "': No such process\n")
                    : SimulatedZfs.notThere(from);
        }
        if (start.get().createTxg() >= catalogue.snapshots().get(name).createTxg()) {
            return SimulatedTool.fail(
                    1, "warning: cannot send '" + name + "': not an earlier snapshot from the same fs\n");
        }
        String shown = options.has('I') ? from.substring(from.indexOf('@') + 1) : from;
        return answer(options, steps(options, start.get(), name), 0, "incremental\t" + shown);
    }

    /** One stream, or with {@code -I} one for each snapshot up to the named one. */
    private List<ZfsStream.Snap> steps(ToolOptions options, Point start, String name) {
        List<ZfsStream.Snap> steps = new ArrayList<>();
        long last = catalogue.snapshots().get(name).createTxg();
        Point before = start;
        long bytes = 0;
        for (Map.Entry<String, Long> written :
                catalogue.snapshotsWritten(name.substring(0, name.indexOf('@'))).entrySet()) {
            String own = written.getKey();
            Snapshot snapshot = catalogue.snapshots().get(own);
            if (snapshot.createTxg() <= start.createTxg() || snapshot.createTxg() > last) {
                continue;
            }
            bytes += written.getValue();
            if (options.has('I') || own.equals(name)) {
                steps.add(snap(own, before.guid(), bytes));
                before = new Point(snapshot.guid(), snapshot.createTxg());
                bytes = 0;
            }
        }
        return steps;
    }

    private record Point(String guid, long createTxg) {}

    private Optional<Point> point(String name) {
        Snapshot snapshot = catalogue.snapshots().get(name);
        if (snapshot != null) {
            return Optional.of(new Point(snapshot.guid(), snapshot.createTxg()));
        }
        Bookmark bookmark = catalogue.bookmarks().get(name);
        return Optional.ofNullable(bookmark).map(known -> new Point(known.guid(), known.createTxg()));
    }

    private ExecResult resumed(ToolOptions options) {
        String token = options.value('t', "");
        Optional<ZfsStream.Resume> resume = ZfsStream.Resume.parse(token);
        if (resume.isEmpty()) {
            String why = token.matches("1-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+") ? "incorrect checksum" : "invalid format";
            return SimulatedTool.fail(255, "cannot resume send: resume token is corrupt (" + why + ")\n");
        }
        ZfsStream.Snap snap = resume.get().snap();
        boolean there = catalogue.snapshots().values().stream()
                .anyMatch(snapshot -> snapshot.guid().equals(snap.guid()));
        if (!there) {
            String name = snap.dataset() + "@" + snap.name();
            return SimulatedTool.fail(
                    255, "cannot resume send: '" + name + "' used in the initial send no longer exists\n");
        }
        return answer(
                options,
                List.of(snap),
                resume.get().receivedBytes(),
                snap.fromGuid() == null ? "full" : "incremental\t" + snap.fromGuid());
    }

    /** What is sent, or with {@code -n} a line of its size for each step and one of their sum. */
    private static ExecResult answer(ToolOptions options, List<ZfsStream.Snap> snaps, long skipped, String what) {
        List<ZfsStream.Part> parts =
                snaps.stream().map(snap -> ZfsStream.Part.of(snap, skipped)).toList();
        if (!options.has('n')) {
            return SimulatedTool.ok(new ZfsStream(parts).text());
        }
        StringBuilder said = new StringBuilder();
        String line = what;
        for (ZfsStream.Part part : parts) {
            ZfsStream.Snap snap = part.snap();
            said.append(line).append('\t').append(snap.dataset()).append('@').append(snap.name());
            said.append('\t').append(part.arrivedBytes()).append('\n');
            line = "incremental\t" + snap.name();
        }
        long size = parts.stream().mapToLong(ZfsStream.Part::arrivedBytes).sum();
        return SimulatedTool.ok(said.append("size\t").append(size).append('\n').toString());
    }

    private ZfsStream.Snap snap(String name, String fromGuid, long bytes) {
        Snapshot snapshot = catalogue.snapshots().get(name);
        String[] names = name.split("@", 2);
        return new ZfsStream.Snap(
                names[0],
                names[1],
                snapshot.guid(),
                fromGuid,
                snapshot.creation(),
                snapshot.referencedBytes(),
                Math.max(624, bytes),
                catalogue.datasets().get(names[0]).type());
    }
}
