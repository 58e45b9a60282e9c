package org.openfoodfacts.brigade.agent.observe;

import java.util.ArrayList;
import java.util.List;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.Probe;
import org.openfoodfacts.brigade.agent.facts.Watch;
import org.openfoodfacts.brigade.contracts.facts.Fact;

/** Sees what a test puts there. */
final class Seen implements Probe {
    final List<Watch> watched = new ArrayList<>();
    List<Fact> facts = List.of();
    Throwable broken;
    private final String name;

    Seen(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Fact> observe(Machine machine, Watch watch) {
        watched.add(watch);
        return switch (broken) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> facts;
        };
    }
}
