package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

/** A guest with real ZFS, with a dataset that the tests of one class may make children of. What its agent would read below {@code /proc} is not the guest's. */
abstract class OnGuestPool {
    final ZfsGuest guest;
    private final String parent;

    OnGuestPool(ZfsGuests guests, String parent) {
        this.guest = guests.target();
        this.parent = parent;
        guest.output("zfs", "create", "-p", parent);
    }

    public ToolMachine target() {
        return new GuestToolMachine(guest);
    }

    public Machine machine() {
        return new Machine(guest, Path.of("/"));
    }

    public String parent() {
        return parent;
    }
}
