package org.openfoodfacts.brigade.suite.simulation.contract;

import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealClonesST extends OnGuestPool implements ClonesContract {
    RealClonesST(ZfsGuests guests) {
        super(guests, "tank/clones");
    }
}
