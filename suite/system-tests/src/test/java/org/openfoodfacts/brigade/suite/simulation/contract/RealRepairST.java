package org.openfoodfacts.brigade.suite.simulation.contract;

import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealRepairST extends OnGuestPool implements RepairContract {
    RealRepairST(ZfsGuests guests) {
        super(guests, "tank/repair");
    }
}
