package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;

/**
 * The guests and NFS clients that would lose what a plan renames on a node. A plan is approved by whoever may not rename by hand, so it keeps to what keeps
 * back a rename by hand. Found once for all plans of the node.
 */
public final class NodeUses {
    private final List<Dependent> broken;

    /** @param datasets all of the node */
    public NodeUses(DeclaredZfs uses, Collection<Dataset> datasets) {
        this.broken = datasets.stream()
                .map(dataset -> DatasetName.pool(dataset.name()))
                .distinct()
                .sorted()
                .map(pool -> new StructureChange(uses.node(), pool, Action.RENAME))
                .flatMap(change -> new UseDependents(change, datasets).of(uses))
                .filter(Dependent::forbids)
                .toList();
    }

    /** The plan, with the first that one of its renames would break as its obstacle, unless it has another. */
    public RepairPlan guard(RepairPlan plan) {
        return plan.renames()
                .flatMap(rename -> firstBroken(rename).stream())
                .findFirst()
                .map(broke -> plan.hinderedBy(words(broke)))
                .orElse(plan);
    }

    private Optional<Dependent> firstBroken(Deed.Rename rename) {
        return broken.stream()
                .filter(one -> DatasetName.isAtOrBelow(one.dataset(), rename.dataset()))
                .findFirst();
    }

    private static String words(Dependent broke) {
        Dependent.Place place = broke.place();
        return "%s (%s:%d) uses %s, and when that is renamed %s: see to that first"
                .formatted(broke.name(), place.file(), place.line(), broke.dataset(), broke.breaks());
    }
}
