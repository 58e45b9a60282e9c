package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Collection;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredClone;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Place;

/**
 * The declared sets of staging clones that are made of what is changed, or have it among them. A set is refreshed by the names that fleet.yaml
 * has, all of it or nothing; so one name that is no more ends it for all.
 */
final class StagingDependents {
    private final StructureChange change;

    private StagingDependents(StructureChange change) {
        this.change = change;
    }

    static Stream<Dependent> of(StructureChange change, Collection<StagingClones> sets) {
        StagingDependents dependents = new StagingDependents(change);
        return sets.stream()
                .filter(set -> set.node().equals(change.node()))
                .flatMap(set -> set.clones().stream()
                        .flatMap(clone -> Stream.concat(
                                dependents.source(set.name(), clone), dependents.target(set.name(), clone))));
    }

    private Stream<Dependent> source(String set, DeclaredClone clone) {
        String breaks = change.isRename()
                ? "it is made of the old name, so every refresh of " + set + " fails until fleet.yaml has the new one"
                : "it is made of what is no more, so every refresh of " + set
                        + " fails; take it out of fleet.yaml first";
        return touched(clone.source(), set + ": " + clone.target(), breaks);
    }

    private Stream<Dependent> target(String set, DeclaredClone clone) {
        String breaks = change.isRename()
                ? "who works with it does not find it, and the next refresh makes another by the old name"
                : "who works with it loses it, and the next refresh makes it again; take it out of fleet.yaml first";
        return touched(clone.target(), set + ": clone of " + clone.source(), breaks);
    }

    private Stream<Dependent> touched(String dataset, String name, String breaks) {
        Place place = Place.declared(change.node(), FleetPolicies.FILE, null);
        return Stream.of(dataset)
                .filter(change::touches)
                .map(end -> new Dependent(Kind.STAGING, end, name, place, breaks, true));
    }
}
