package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import org.openfoodfacts.brigade.agent.exec.ExecResult;

/** {@code zfs} of a simulated machine. */
final class SimulatedZfs implements SimulatedTool {
    static final String VERSION = "zfs-2.3.2-1\nzfs-kmod-2.3.2-1\n";

    private final ZfsListing listing;
    private final ZfsChanges changes;
    private final ZfsDestroy destroy;
    private final ZfsHolds holds;

    SimulatedZfs(ZfsCatalogue catalogue) {
        this.listing = new ZfsListing(catalogue);
        this.changes = new ZfsChanges(catalogue);
        this.destroy = new ZfsDestroy(catalogue);
        this.holds = new ZfsHolds(catalogue);
    }

    @Override
    public ExecResult run(List<String> arguments) {
        if (arguments.isEmpty()) {
            return SimulatedTool.fail(2, "missing command\n" + usage());
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.getFirst()) {
            case "version", "--version", "-V" -> SimulatedTool.ok(VERSION);
            case "list" -> listing.list(rest);
            case "get" -> listing.get(rest);
            case "snapshot", "snap" -> changes.snapshot(rest);
            case "create" -> changes.create(rest);
            case "clone" -> changes.cloneOf(rest);
            case "set" -> changes.set(rest);
            case "bookmark" -> changes.bookmark(rest);
            case "destroy" -> destroy.run(rest);
            case "hold" -> holds.hold(rest);
            case "release" -> holds.release(rest);
            case "holds" -> holds.list(rest);
            default -> SimulatedTool.fail(2, "unrecognized command '" + arguments.getFirst() + "'\n" + usage());
        };
    }

    static ExecResult invalidOption(char letter) {
        return SimulatedTool.fail(2, "invalid option '" + letter + "'\n" + usage());
    }

    static ExecResult notThere(String name) {
        return SimulatedTool.fail(1, "cannot open '" + name + "': dataset does not exist\n");
    }

    static String usage() {
        return """
                usage: zfs command args ...
                where 'command' is one of the following:

                \tversion

                \tcreate
                \tdestroy

                \tsnapshot
                \tclone
                \tbookmark

                \tlist

                \tset
                \tget

                \thold
                \tholds
                \trelease
                """;
    }
}
