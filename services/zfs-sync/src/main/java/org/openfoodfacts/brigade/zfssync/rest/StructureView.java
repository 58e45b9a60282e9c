package org.openfoodfacts.brigade.zfssync.rest;

import java.util.List;
import java.util.UUID;
import org.openfoodfacts.brigade.zfssync.domain.Dependent;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange;
import org.openfoodfacts.brigade.zfssync.domain.StructureStart;

/** A change that is under way: {@code commands/{commandId}} tells what becomes of it. {@code dependents} hang on the dataset and forbid nothing. */
public record StructureView(
        UUID commandId,
        String node,
        String dataset,
        String guid,
        StructureChange.Action change,
        String to,
        List<Dependent> dependents) {
    public StructureView {
        dependents = List.copyOf(dependents);
    }

    static StructureView of(StructureStart.Started started) {
        StructureChange change = started.change();
        return new StructureView(
                started.commandId(),
                change.node(),
                change.dataset(),
                started.guid(),
                change.action(),
                started.to(),
                started.dependents());
    }
}
