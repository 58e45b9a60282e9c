package org.openfoodfacts.brigade.zfssync.rest;

import java.util.List;
import org.openfoodfacts.brigade.zfssync.domain.Dependent;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange;

/** Everything that hangs on a dataset and on all below it; {@code forbidden} when one of them forbids the change. */
public record DependentsView(
        String node, String dataset, StructureChange.Action change, boolean forbidden, List<Dependent> dependents) {
    public DependentsView {
        dependents = List.copyOf(dependents);
    }

    static DependentsView of(StructureChange change, List<Dependent> dependents) {
        return new DependentsView(
                change.node(),
                change.dataset(),
                change.action(),
                dependents.stream().anyMatch(Dependent::forbids),
                dependents);
    }
}
