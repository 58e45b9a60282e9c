package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toSet;

import java.util.Optional;
import java.util.Set;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** Whether there is room for a dataset under another name, and what the files say of the place. */
public final class NewPlace {
    private NewPlace() {}

    /**
     * Why nothing should be renamed to there: it is taken or nowhere, in a copy, or under a section of sanoid.conf that is another than now. Empty
     * without a reason.
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
                .or(() -> underAnother(change.dataset(), wish.to(), known.policies()))
                .flatMap(NewPlace::wrong);
    }

    private static Optional<Objection> wrong(String why) {
        return Optional.of(new Objection("to", why));
    }

    private static Optional<String> underAnother(String from, String to, NodePolicies declared) {
        if (declared.text() == null) {
            return Optional.empty();
        }
        Policies policies = new Policies(
                SanoidParser.parse(declared.file(), declared.text()).value());
        Optional<Section> now = policies.of(from).map(Policy::section);
        return policies.of(to)
                .map(Policy::section)
                .filter(section -> !now.equals(Optional.of(section)))
                .map(section -> "is under [" + section.name() + "] of " + declared.file() + ":" + section.line()
                        + ", which would take and destroy its snapshots by another measure than now");
    }
}
