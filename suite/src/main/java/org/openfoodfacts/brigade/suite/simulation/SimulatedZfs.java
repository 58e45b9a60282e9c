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
    private final ZfsSetting setting;
    private final ZfsRename rename;
    private final ZfsMount mount;
    private final ZfsRollback rollback;
    private final ZfsSend send;
    private final ZfsReceive receive;
    private final ZfsProgram program;

    SimulatedZfs(ZfsCatalogue catalogue, ZfsRights rights) {
        this.listing = new ZfsListing(catalogue);
        this.changes = new ZfsChanges(catalogue);
        this.destroy = new ZfsDestroy(catalogue);
        this.holds = new ZfsHolds(catalogue, rights);
        this.setting = new ZfsSetting(catalogue);
        this.rename = new ZfsRename(catalogue);
        this.mount = new ZfsMount(catalogue);
        this.rollback = new ZfsRollback(catalogue);
        this.send = new ZfsSend(catalogue);
        this.receive = new ZfsReceive(catalogue);
        this.program = new ZfsProgram(catalogue);
    }

    @Override
    public ExecResult run(List<String> arguments, String input) {
        return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "receive", "recv" -> receive.run(arguments.subList(1, arguments.size()), input);
            case "program" -> program.run(arguments.subList(1, arguments.size()), input);
            default -> run(arguments);
        };
    }

    @Override
    public ExecResult run(List<String> arguments) {
        if (arguments.isEmpty()) {
            return SimulatedTool.fail(2, "missing command\n" + usage());
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.getFirst()) {
            case "version", "--version", "-V" -> SimulatedTool.ok(VERSION);
            case "send" -> send.run(rest);
            case "list" -> listing.list(rest);
            case "get" -> listing.get(rest);
            case "snapshot", "snap" -> changes.snapshot(rest);
            case "create" -> changes.create(rest);
            case "clone" -> changes.cloneOf(rest);
            case "set" -> setting.set(rest);
            case "inherit" -> setting.inherit(rest);
            case "rename" -> rename.rename(rest);
            case "mount" -> mount.mount(rest);
            case "unmount", "umount" -> mount.unmount(rest);
            case "promote" -> rename.promote(rest);
            case "rollback" -> rollback.run(rest);
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
        return SimulatedTool.fail(1, cannotOpen(name));
    }

    static String cannotOpen(String name) {
        return "cannot open '" + name + "': " + ZfsNames.wrong(name).orElse("dataset does not exist") + "\n";
    }

    static ExecResult noPool(String name) {
        return SimulatedTool.fail(1, "cannot create '" + name + "': no such pool '" + ZfsCatalogue.pool(name) + "'\n");
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

                \tsend
                \treceive

                \tprogram

                \tlist

                \tset
                \tget

                \thold
                \tholds
                \trelease
                """;
    }
}
