package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealDestroyST extends OnGuestPool implements DestroyContract {
    RealDestroyST(ZfsGuests guests) {
        super(guests, "tank/doomed");
    }

    /** The kernel has it mounted for some minutes then, and only zfs itself takes that away before it destroys. */
    @Test
    void oneThatSomebodyLookedIntoIsDestroyedAmongOthers() {
        String dataset = snapshots("seen", "a", "b", "c", "d");
        target().output("zfs", "set", "mountpoint=/mnt/seen", dataset);
        target().output("ls", "/mnt/seen/.zfs/snapshot/a");
        assertThat(target().output("cat", "/proc/mounts")).contains(dataset + "@a");

        Outcome outcome = destroy(machine().exec(), dataset, "a", "b", "c");

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(left(dataset)).containsExactly("d");
    }
}
