package org.openfoodfacts.brigade.suite.simulation.contract;

import org.openfoodfacts.brigade.agent.exec.Exec;
import org.openfoodfacts.brigade.agent.exec.ExecResult;
import org.openfoodfacts.brigade.agent.exec.Invocation;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;

/** The real side of the contract of zfs and zpool: a guest with OpenZFS. */
record GuestToolMachine(ZfsGuest guest) implements ToolMachine {
    @Override
    public Exec exec() {
        return guest;
    }

    @Override
    public void write(String path, String content) {
        ExecResult written = guest.run(Invocation.of("tee", path).reading(content));
        if (written.success().isEmpty()) {
            throw new AssertionError(path + " was not written: " + written);
        }
    }
}
