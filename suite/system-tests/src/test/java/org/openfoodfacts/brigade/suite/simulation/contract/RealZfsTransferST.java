package org.openfoodfacts.brigade.suite.simulation.contract;

import org.junit.jupiter.api.BeforeAll;
import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealZfsTransferST implements ZfsStreamsContract {
    private static ToolMachine machine;

    @BeforeAll
    static void aParentOfItsOwn(ZfsGuests guests) {
        machine = new GuestToolMachine(guests.source());
        machine.output("zfs", "create", "tank/transfer");
    }

    @Override
    public ToolMachine machine() {
        return machine;
    }

    @Override
    public String parent() {
        return "tank/transfer";
    }
}
