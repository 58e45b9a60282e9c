package org.openfoodfacts.brigade.suite.simulation.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuest;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealClonesST implements ClonesContract {
    private static ZfsGuest guest;

    @BeforeAll
    static void aParentOfItsOwn(ZfsGuests guests) {
        guest = guests.target();
        guest.output("zfs", "create", "tank/clones");
    }

    @Override
    public ToolMachine target() {
        return new GuestToolMachine(guest);
    }

    @Override
    public Machine machine() {
        return new Machine(guest, Path.of("/"));
    }

    @Override
    public String parent() {
        return "tank/clones";
    }
}
