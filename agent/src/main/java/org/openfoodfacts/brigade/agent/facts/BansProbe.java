package org.openfoodfacts.brigade.agent.facts;

import java.util.List;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.tools.bans.BanJail;
import org.openfoodfacts.brigade.agent.tools.bans.BanMemory;
import org.openfoodfacts.brigade.agent.tools.bans.BanReport;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/** What the ban jail holds, for a machine that has fail2ban; the same words as the follower of the order uses. */
public final class BansProbe implements Probe {
    @Override
    public String name() {
        return "bans";
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        BanMemory memory = BanMemory.of(machine);
        BanJail.Content jail = new BanJail(machine.exec()).read();
        boolean concernsNobody = memory.generation() == 0 && jail.problem() != null;
        return concernsNobody ? List.of() : List.of(BanReport.of(memory, jail));
    }
}
