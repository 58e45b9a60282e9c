package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.Optional;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

/** What the files say of the place that a dataset is to be renamed to. */
public final class NewPlace {
    private NewPlace() {}

    /** Why nothing should be renamed to there: it would be in a copy, or under a section of sanoid.conf that is another than now. Empty without a reason. */
    public static Optional<Objection> objection(
            StructureChange change, String to, Collection<Pair> pairs, NodePolicies declared) {
        return pairs.stream()
                .map(Pair::target)
                .filter(copy -> change.node().equals(copy.node()) && DatasetName.isAtOrBelow(to, copy.dataset()))
                .findFirst()
                .map(copy -> "is in the copy " + copy.dataset() + ", which is nobody's to put something into")
                .or(() -> underAnother(change.dataset(), to, declared))
                .map(why -> new Objection("to", why));
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
