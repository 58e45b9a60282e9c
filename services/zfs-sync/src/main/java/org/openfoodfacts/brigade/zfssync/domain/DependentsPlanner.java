package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toSet;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Place;

/** Finds everything that hangs on a dataset and on all below it, each kind in one pass over what is known; changes nothing. */
public final class DependentsPlanner {
    private final StructureChange change;
    private final Known known;

    private DependentsPlanner(StructureChange change, Known known) {
        this.change = change;
        this.known = known;
    }

    /**
     * All {@code datasets} of the node, the snapshots that a hold or a clone keeps by dataset, and what the fleet declares; {@code pairs} and
     * {@code sets} of all nodes, {@code unseen} of this one.
     */
    public record Known(
            List<Dataset> datasets,
            Map<String, List<Snapshot>> kept,
            List<Pair> pairs,
            List<UnseenPull> unseen,
            NodePolicies policies,
            DeclaredZfs uses,
            List<StagingClones> sets) {
        public Known {
            datasets = List.copyOf(datasets);
            kept = Map.copyOf(kept);
            pairs = List.copyOf(pairs);
            unseen = List.copyOf(unseen);
            sets = List.copyOf(sets);
        }
    }

    /** By dataset, then by kind. */
    public static List<Dependent> plan(StructureChange change, Known known) {
        DependentsPlanner planner = new DependentsPlanner(change, known);
        return Stream.of(
                        planner.children(),
                        planner.clones(),
                        planner.holds(),
                        planner.pairs(),
                        planner.perhapsCopies(),
                        PolicyDependents.of(change, known.policies()),
                        new UseDependents(change, known.datasets()).of(known.uses()),
                        StagingDependents.of(change, known.sets()))
                .flatMap(dependents -> dependents)
                .sorted(Comparator.comparing(Dependent::dataset)
                        .thenComparing(Dependent::kind)
                        .thenComparing(Dependent::name))
                .toList();
    }

    private Stream<Dependent> children() {
        String breaks = change.isRename() ? "it gets another name, too" : "it is destroyed, too";
        return known.datasets().stream()
                .map(Dataset::name)
                .filter(name -> change.touches(name) && !name.equals(change.dataset()))
                .map(name -> seen(Kind.CHILD, name, name, breaks, false));
    }

    /** By what the clones say of their origin and the snapshots of their clones: one may be told of before the other. */
    private Stream<Dependent> clones() {
        Stream<Link> told = known.datasets().stream()
                .filter(dataset -> dataset.origin() != null && dataset.origin().indexOf('@') > 0)
                .map(dataset -> new Link(dataset.origin(), dataset.name()));
        Stream<Link> listed = known.kept().entrySet().stream()
                .flatMap(of -> of.getValue().stream()
                        .flatMap(snapshot -> snapshot.clones().stream()
                                .map(clone -> new Link(of.getKey() + "@" + snapshot.name(), clone))));
        return Stream.concat(told, listed)
                .distinct()
                .filter(link -> change.touches(link.dataset()) && !change.touches(link.copy()))
                .map(link -> seen(
                        Kind.CLONE,
                        link.dataset(),
                        link.copy(),
                        change.isRename()
                                ? "nothing: its origin " + link.snapshot() + " follows the new name"
                                : "it lives on " + link.snapshot() + ", which ZFS does not destroy before it",
                        !change.isRename()));
    }

    private record Link(String snapshot, String copy) {
        String dataset() {
            return snapshot.substring(0, snapshot.indexOf('@'));
        }
    }

    private Stream<Dependent> holds() {
        return known.kept().entrySet().stream()
                .filter(of -> change.touches(of.getKey()))
                .flatMap(of -> of.getValue().stream()
                        .filter(snapshot -> !snapshot.holds().isEmpty())
                        .map(snapshot -> hold(of.getKey(), snapshot)));
    }

    private Dependent hold(String dataset, Snapshot snapshot) {
        String tags = String.join(", ", snapshot.holds());
        String breaks = change.isRename()
                ? "nothing: the hold " + tags + " goes with it"
                : "ZFS does not destroy it before the hold " + tags + " is released";
        return seen(Kind.HOLD, dataset, dataset + "@" + snapshot.name(), breaks, !change.isRename());
    }

    private Dependent seen(Kind kind, String dataset, String name, String breaks, boolean forbids) {
        return new Dependent(kind, dataset, name, Place.seen(change.node(), name), breaks, forbids);
    }

    private Stream<Dependent> pairs() {
        return known.pairs().stream()
                .flatMap(pair -> Stream.concat(
                        touched(pair.source()).map(source -> source(pair)),
                        touched(pair.target()).map(copy -> copy(pair))));
    }

    private Stream<Pair.Side> touched(Pair.Side side) {
        return Stream.of(side).filter(end -> change.node().equals(end.node()) && change.touches(end.dataset()));
    }

    private Dependent source(Pair pair) {
        String breaks = change.isRename()
                ? "its pull asks for the old name and fails until the line is changed"
                : "it has no source any more, and its pull fails from then on";
        return declared(Kind.PAIR_SOURCE, pair, pair.source(), pair.target(), breaks);
    }

    private Dependent copy(Pair pair) {
        String breaks = change.isRename()
                ? "the next pull finds no copy by the old name and sends everything again"
                : pair.source().exists() || pair.source().node() == null
                        ? "its copy is lost, and the next pull sends everything again"
                        : "its source is not shown, so it may be all that is left; if it is to go, exclude it in the line first";
        return declared(Kind.PAIR_COPY, pair, pair.target(), pair.source(), breaks);
    }

    /** What lies where such a line would bring it, and is no pair's copy already. */
    private Stream<Dependent> perhapsCopies() {
        Set<String> copies = known.pairs().stream()
                .map(Pair::target)
                .filter(copy -> change.node().equals(copy.node()))
                .map(Pair.Side::dataset)
                .collect(toSet());
        List<String> others = known.datasets().stream()
                .map(Dataset::name)
                .filter(name -> change.touches(name) && !copies.contains(name))
                .toList();
        return known.unseen().stream()
                .flatMap(pull -> others.stream()
                        .flatMap(name -> pull.sourceOf(name).stream().map(source -> perhapsCopy(pull, name, source))));
    }

    private Dependent perhapsCopy(UnseenPull pull, String dataset, String source) {
        DeclaredPull.Origin origin = pull.origin();
        String brought = "it may be brought by " + origin.file() + ":" + origin.line() + " from " + pull.host()
                + ", of which no fact shows what it has; ";
        String breaks = change.isRename()
                ? brought + "then the next pull finds no copy by the old name and sends everything again"
                : brought + "then it may be all that is left; if it is to go, exclude it in the line first";
        Place place = Place.declared(origin.node(), origin.file(), origin.line());
        return new Dependent(Kind.PAIR_COPY, dataset, pull.host() + ":" + source, place, breaks, true);
    }

    private static Dependent declared(Kind kind, Pair pair, Pair.Side touched, Pair.Side other, String breaks) {
        DeclaredPull.Origin origin = pair.origin();
        String name = (other.node() == null ? "?" : other.node()) + ":" + other.dataset();
        Place place = Place.declared(origin.node(), origin.file(), origin.line());
        return new Dependent(kind, touched.dataset(), name, place, breaks, true);
    }
}
