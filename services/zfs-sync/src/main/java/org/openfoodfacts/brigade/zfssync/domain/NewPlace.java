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
     * there by another measure than now, or by none; so it is with all below, which goes along. Empty without a reason.
     */
    public static Optional<Objection> objection(StructureChange change, RenameWish wish, Known known) {
        Set<String> names = known.datasets().stream().map(Dataset::name).collect(toSet());
        if (names.contains(wish.to())) {
            return wrong("'" + wish.to() + "' is there already");
        }
        if (!names.contains(wish.parent())) {
            return wrong("lies below '" + wish.parent() + "', which is not on " + change.node());
        }
        List<Move> moves = moves(change, wish, known);
        return moves.stream()
                .flatMap(move -> taken(change.node(), move, known)
                        .map(why -> move.to().equals(wish.to()) ? why : move.isNoPlace() + " " + why))
                .findFirst()
                .or(() -> keptOtherwise(change, moves, known))
                .flatMap(NewPlace::wrong);
    }

    /** What goes along when a dataset gets another name: itself first, and all below it. */
    private record Move(Dataset dataset, String to) {
        String isNoPlace() {
            return "is no place for " + dataset.name() + ": " + to;
        }
    }

    private static List<Move> moves(StructureChange change, RenameWish wish, Known known) {
        return known.datasets().stream()
                .filter(dataset -> change.touches(dataset.name()))
                .sorted(Comparator.comparing(Dataset::name))
                .map(dataset -> new Move(dataset, wish.nameOf(dataset.name(), change.dataset())))
                .toList();
    }

    /** By whom its place is, whether there is something now or not. */
    private static Stream<String> taken(String node, Move move, Known known) {
        Stream<String> copies = known.pairs().stream()
                .map(Pair::target)
                .filter(copy -> node.equals(copy.node()) && DatasetName.isAtOrBelow(move.to(), copy.dataset()))
                .map(copy -> "is in the copy " + copy.dataset() + ", which is nobody's to put something into");
        return Stream.concat(copies, staging(node, move.to(), known.sets()));
    }

    private static Optional<Objection> wrong(String why) {
        return Optional.of(new Objection("to", why));
    }

    private static Stream<String> staging(String node, String to, List<StagingClones> sets) {
        return sets.stream()
                .filter(set -> set.node().equals(node))
                .flatMap(set -> set.clones().stream()
                        .map(DeclaredClone::target)
                        .flatMap(target -> Stream.of(target, StagingClones.next(target), StagingClones.before(target)))
                        .filter(name -> DatasetName.isAtOrBelow(to, name))
                        .map(name -> "is a place of the staging clones " + set.name()
                                + ", whose refreshes destroy what is at " + name));
    }

    /**
     * All below goes along, and a file may speak of it by the name that it would have. What a file names by the name of now forbids the rename, and
     * is told with all else that does.
     */
    private static Optional<String> keptOtherwise(StructureChange change, List<Move> moves, Known known) {
        if (PolicyDependents.of(change, known.policies()).anyMatch(Dependent::forbids)) {
            return Optional.empty();
        }
        Keepings keepings = new Keepings(known.policies());
        return moves.stream()
                .flatMap(move -> keptOtherwise(keepings, move).stream())
                .findFirst();
    }

    private static Optional<String> keptOtherwise(Keepings keepings, Move move) {
        boolean isClone = move.dataset().origin() != null;
        Keeping now = keepings.of(move.dataset().name(), isClone);
        Keeping there = keepings.of(move.to(), isClone);
        return Objects.equals(now.measure(), there.measure())
                ? Optional.empty()
                : Optional.of(move.isNoPlace() + otherwise(now, there));
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
