package org.openfoodfacts.brigade.agent.facts;

import java.util.List;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/** Looks at one side of the machine. A missing tool yields no facts or a fact that says so, never a failure. */
public interface Probe {
    /** What it looks at, for the log: {@code network}, {@code zfs}, …. */
    String name();

    List<Fact> observe(Machine machine, Watch watch);
}
