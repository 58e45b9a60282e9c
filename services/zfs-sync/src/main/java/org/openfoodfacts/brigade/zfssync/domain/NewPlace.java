package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toSet;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** Whether there is room for a dataset under another name, and what the files say of the place. */
public final class NewPlace {
    private NewPlace() {}

    /**
     * Why nothing should be renamed to there: it is taken or nowhere, in a copy or where staging clones are made, or its snapshots would be kept
     * there by another measure than now, or by none. Empty without a reason.
     */
    public static Optional<Objection> objection(StructureChange change, RenameWish wish, Known known) {
        Set<String> names = known.datasets().stream().map(Dataset::name).collect(toSet());
        if (names.contains(wish.to())) {
            return wrong("'" + wish.to() + "' is there already");
        }
        if (!names.contains(wish.parent())) {
            return wrong("lies below '" + wish.parent() + "', which is not on " + change.node());
        }
        return known.pairs().stream()
                .map(Pair::target)
                .filter(copy -> change.node().equals(copy.node()) && DatasetName.isAtOrBelow(wish.to(), copy.dataset()))
                .findFirst()
                .map(copy -> "is in the copy " + copy.dataset() + ", which is nobody's to put something into")
                .or(() -> staging(change.node(), wish.to(), known.sets()))
                .or(() -> keptOtherwise(change, wish, known))
                .flatMap(NewPlace::wrong);
    }

    private static Optional<Objection> wrong(String why) {
        return Optional.of(new Objection("to", why));
    }

    private static Optional<String> staging(String node, String to, List<StagingClones> sets) {
        return sets.stream()
                .filter(set -> set.node().equals(node))
                .flatMap(set -> set.clones().stream()
                        .map(DeclaredClone::target)
                        .flatMap(target -> Stream.of(target, StagingClones.next(target), StagingClones.before(target)))
                        .filter(name -> DatasetName.isAtOrBelow(to, name))
                        .map(name -> "is a place of the staging clones " + set.name()
                                + ", whose refreshes destroy what is at " + name))
                .findFirst();
    }

    /**
     * All below goes along, and a file may speak of it by the name that it would have. What a file names by the name of now forbids the rename, and
     * is told with all else that does.
     */
    private static Optional<String> keptOtherwise(StructureChange change, RenameWish wish, Known known) {
        if (PolicyDependents.of(change, known.policies()).anyMatch(Dependent::forbids)) {
            return Optional.empty();
        }
        Keepings keepings = new Keepings(known.policies());
        return known.datasets().stream()
                .filter(dataset -> change.touches(dataset.name()))
                .sorted(Comparator.comparing(Dataset::name))
                .flatMap(dataset ->
                        keptOtherwise(keepings, dataset, wish.nameOf(dataset.name(), change.dataset())).stream())
                .findFirst();
    }

    private static Optional<String> keptOtherwise(Keepings keepings, Dataset dataset, String to) {
        boolean isClone = dataset.origin() != null;
        Keeping now = keepings.of(dataset.name(), isClone);
        Keeping there = keepings.of(to, isClone);
        return Objects.equals(now.measure(), there.measure())
                ? Optional.empty()
                : Optional.of("is no place for " + dataset.name() + ": " + to + otherwise(now, there));
    }

    private static String otherwise(Keeping now, Keeping there) {
        if (!there.isAny()) {
            return " is where no policy speaks of it, so no snapshots of it would be taken or destroyed any more; add one first that keeps what "
                    + now.where() + " keeps";
        }
        if (now.isAny() && now.measure().isThatOf(there.measure())) {
            return there.measure().isManaged()
                    ? " is under zfs.manage, so Brigade would keep its snapshots and not sanoid as now; put both under it first"
                    : " is not under zfs.manage, so sanoid would keep its snapshots and not Brigade as now; put both under it first";
        }
        return " is under " + there.where()
                + ", which would take and destroy its snapshots by another measure than now";
    }
}
