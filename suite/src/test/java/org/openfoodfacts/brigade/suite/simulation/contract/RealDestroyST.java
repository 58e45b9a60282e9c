package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.exec.Cancellation;
import org.openfoodfacts.brigade.agent.exec.LineSink;
import org.openfoodfacts.brigade.agent.tools.zfs.SnapshotDestruction;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots.SnapshotRef;
import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealDestroyST extends OnGuestPool implements DestroyContract {
    RealDestroyST(ZfsGuests guests) {
        super(guests, "tank/doomed");
    }

    /** The kernel has it mounted for some minutes then, and only zfs itself takes that away before it destroys. */
    @Test
    void oneThatSomebodyLookedIntoIsDestroyed() {
        String dataset = parent() + "/seen";
        target().output("zfs", "create", "-o", "mountpoint=/mnt/seen", dataset);
        target().output("zfs", "snapshot", dataset + "@a");
        target().output("ls", "/mnt/seen/.zfs/snapshot/a");
        assertThat(target().output("cat", "/proc/mounts")).contains(dataset + "@a");

        String guid = PullContract.get(target(), "guid", dataset + "@a").strip();
        Outcome outcome = new SnapshotDestruction(machine().exec(), LineSink.NONE, Cancellation.never())
                .destroy(new DestroySnapshots(dataset, List.of(new SnapshotRef("a", guid)), "a test"));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(target().run("zfs", "list", dataset + "@a").code()).isEqualTo(1);
    }
}
