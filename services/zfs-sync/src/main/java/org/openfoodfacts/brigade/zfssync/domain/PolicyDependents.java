package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Place;

/**
 * The sections of sanoid.conf and the managed datasets of fleet.yaml that name what is changed. A destroyed dataset only leaves them
 * idle; a renamed one would no longer be snapshotted, and nobody would be told.
 */
final class PolicyDependents {
    private final StructureChange change;
    private final NodePolicies declared;

    private PolicyDependents(StructureChange change, NodePolicies declared) {
        this.change = change;
        this.declared = declared;
    }

    static Stream<Dependent> of(StructureChange change, NodePolicies declared) {
        PolicyDependents dependents = new PolicyDependents(change, declared);
        Stream<Dependent> managed = Stream.concat(
                declared.managed().stream().filter(change::touches).map(dependents::managed),
                dependents.managedFromAbove());
        Stream<Dependent> said = declared.policies().stream()
                .filter(policy -> change.touches(policy.dataset()))
                .map(dependents::said);
        Stream<Dependent> fleet = Stream.concat(managed, said);
        return declared.text() == null ? fleet : Stream.concat(dependents.sections(), fleet);
    }

    private Stream<Dependent> sections() {
        Policies policies = new Policies(
                SanoidParser.parse(declared.file(), declared.text()).value());
        Stream<Dependent> own = policies.file().datasets().stream()
                .filter(section -> change.touches(section.dataset()))
                .map(this::own);
        return change.isRename() ? Stream.concat(own, inherited(policies).stream()) : own;
    }

    private Dependent own(Section section) {
        return dependent(
                section,
                section.dataset(),
                change.isRename()
                        ? "it speaks of the old name, so no snapshots of the new one are taken or destroyed by it"
                        : "nothing: it speaks of what is no more and can go",
                change.isRename());
    }

    /** Of the dataset itself only: all below go where it goes. */
    private Optional<Dependent> inherited(Policies policies) {
        return policies.of(change.dataset())
                .map(Policy::section)
                .filter(section -> !change.touches(section.dataset()))
                .map(section -> dependent(
                        section,
                        change.dataset(),
                        "it no longer says what is taken and destroyed when the new name is not below "
                                + section.dataset(),
                        false));
    }

    private Dependent dependent(Section section, String dataset, String breaks, boolean forbids) {
        String templates = String.join(", ", section.templateNames());
        String name = "[" + section.name() + "]" + (templates.isEmpty() ? "" : " use_template = " + templates);
        Place place = Place.declared(change.node(), declared.file(), section.line());
        return new Dependent(Kind.POLICY, dataset, name, place, breaks, forbids);
    }

    private Dependent managed(String dataset) {
        String breaks = change.isRename()
                ? "Brigade keeps no snapshots of it under the new name"
                : "nothing: it is told as gone until it is taken out";
        Place place = Place.declared(change.node(), FleetPolicies.FILE, null);
        return new Dependent(Kind.POLICY, dataset, "zfs.manage: " + dataset, place, breaks, change.isRename());
    }

    /** Of the dataset itself only, as of a section. */
    private Stream<Dependent> managedFromAbove() {
        Place place = Place.declared(change.node(), FleetPolicies.FILE, null);
        return declared.managed().stream()
                .filter(above -> change.isRename() && !change.touches(above))
                .filter(above -> DatasetName.isAtOrBelow(change.dataset(), above))
                .map(above -> new Dependent(
                        Kind.POLICY,
                        change.dataset(),
                        "zfs.manage: " + above,
                        place,
                        "Brigade keeps no snapshots of it when the new name is not below " + above,
                        false));
    }

    private Dependent said(DeclaredPolicy policy) {
        String breaks = change.isRename()
                ? "what it says beyond sanoid.conf is not kept of the new name"
                : "nothing: it speaks of what is no more and can go";
        Place place = Place.declared(change.node(), FleetPolicies.FILE, policy.line());
        return new Dependent(
                Kind.POLICY, policy.dataset(), "zfs.policies: " + policy.dataset(), place, breaks, change.isRename());
    }
}
