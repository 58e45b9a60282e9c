package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.commands.Outcome;
import org.openfoodfacts.brigade.suite.zfs.OnZfsGuests;
import org.openfoodfacts.brigade.suite.zfs.ZfsGuests;

@OnZfsGuests
class RealStructureST extends OnGuestPool implements StructureContract {
    RealStructureST(ZfsGuests guests) {
        super(guests, "tank/structure");
    }

    @Test
    void whatSomebodyUsesKeepsAllOfItWhereItWas() {
        String dataset = made("in use");
        String process = guest.output(
                        "sh", "-c", "cd '/" + dataset + "' && { sleep 600 >/dev/null 2>&1 </dev/null & } && echo $!")
                .strip();
        try {
            assertThat(destroy(dataset, guid(dataset), List.of(dataset + "/below")))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.detail())
                                    .startsWith("zfs unmount " + dataset + ": cannot unmount '/" + dataset + "'"));
            assertThat(guest.output("zfs", "get", "-r", "-H", "-o", "value", "mounted", dataset))
                    .isEqualTo("yes\nyes\n");
        } finally {
            guest.output("kill", process);
        }
    }
}
