package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

/** A guest with real ZFS, with a dataset that the tests of one class may make children of. The files that its agent would read and write are not the guest's. */
abstract class OnGuestPool {
    final ZfsGuest guest;
    private final String parent;

    @TempDir
    Path folder;

    OnGuestPool(ZfsGuests guests, String parent) {
        this.guest = guests.target();
        this.parent = parent;
        guest.output("zfs", "create", "-p", parent);
    }

    public ToolMachine target() {
        return new GuestToolMachine(guest);
    }

    public Machine machine() {
        return new Machine(guest, folder);
    }

    public String parent() {
        return parent;
    }
}
