package org.openfoodfacts.brigade.suite.simulation.contract;

import java.util.List;
import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.contracts.replication.ShellLine;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;

/** The real side of the contract of zfs and zpool: a guest with OpenZFS. */
record GuestToolMachine(ZfsGuest guest) implements ToolMachine {
    @Override
    public Exec exec() {
        return guest;
    }

    @Override
    public ExecResult.Exited pipe(List<String> send, List<String> receive, long bytes) {
        return run(
                "bash", "-c", ShellLine.of(send) + " 2>/dev/null | head -c " + bytes + " | " + ShellLine.of(receive));
    }

    @Override
    public void fill(String dataset, long bytes) {
        output(
                "bash",
                "-c",
                "head -c \"$2\" /dev/urandom >>\"$1/content\" && sync -f \"$1/content\" && zpool sync",
                "fill",
                output("zfs", "get", "-Hp", "-o", "value", "mountpoint", dataset)
                        .strip(),
                Long.toString(bytes));
    }

    @Override
    public void write(String path, String content) {
        ExecResult written = guest.run(Invocation.of("tee", path).reading(content));
        if (written.success().isEmpty()) {
            throw new AssertionError(path + " was not written: " + written);
        }
    }
}
