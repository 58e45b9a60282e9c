package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.agent.tools.zfs.FreeDestruction;
import org.openfoodfacts.brigade.agent.tools.zfs.FreeDestruction.Freed;
import org.openfoodfacts.brigade.contracts.commands.DestroySnapshots;
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

    /** The one is only mounted still, the other one cannot be unmounted. */
    @Test
    void forAPolicyOneThatSomebodyStandsInKeepsNoOtherAlsoNotOneThatSomebodyLookedInto() {
        String dataset = snapshots("stood", "a", "b", "c", "d");
        target().output("zfs", "set", "mountpoint=/mnt/stood", dataset);
        target().output("ls", "/mnt/stood/.zfs/snapshot/a");
        String reader = target().output(
                        "sh",
                        "-c",
                        "cd /mnt/stood/.zfs/snapshot/b && { sleep 600 >/dev/null 2>&1 </dev/null & echo $!; }")
                .strip();
        try {
            Freed freed = FreeDestruction.destroy(
                    machine().exec(),
                    new DestroySnapshots(dataset, refs(dataset, "a", "b", "c"), "a test"),
                    List.of(),
                    () -> false);

            assertThat(freed.destroyed()).isEqualTo(2);
            assertThat(freed.problem())
                    .startsWith("in use: " + dataset + "@b: ")
                    .contains("busy");
            assertThat(left(dataset)).containsExactly("b", "d");
        } finally {
            target().output("kill", reader);
        }
    }
}
