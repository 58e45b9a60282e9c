package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredMount;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange.Action;

/** A node of which little is known, what is declared to use it, and what a change of it would come to. */
abstract class DependentsSample {
    static final String SANOID = "confs/n1/sanoid/sanoid.conf";
    static final String PULLS = "confs/n2/sanoid/syncoid-args.conf";
    static final String GUEST = "confs/n1/pve/lxc_113.conf";

    static long forbidding(List<Dependent> dependents) {
        return dependents.stream().filter(Dependent::forbids).count();
    }

    static List<Dependent> destroying(String dataset, Known known) {
        return plan(dataset, Action.DESTROY, known);
    }

    static List<Dependent> renaming(String dataset, Known known) {
        return plan(dataset, Action.RENAME, known);
    }

    static List<Dependent> plan(String dataset, Action action, Known known) {
        return DependentsPlanner.plan(new StructureChange("n1", dataset, action), known);
    }

    static Known known(String... datasets) {
        return known(uses(), datasets);
    }

    static Known known(DeclaredZfs uses, String... datasets) {
        List<Dataset> all = Stream.of(datasets).map(name -> dataset(name, null)).toList();
        return known(all, Map.of(), List.of(), policies(""), uses);
    }

    /** All sources are seen, and there are no staging clones. */
    static Known known(
            List<Dataset> datasets,
            Map<String, List<Snapshot>> kept,
            List<Pair> pairs,
            NodePolicies policies,
            DeclaredZfs uses) {
        return new Known(datasets, kept, pairs, List.of(), policies, uses, List.of());
    }

    static DeclaredZfs uses(DeclaredMount... mounts) {
        return new DeclaredZfs("n1", List.of(), List.of(), List.of(mounts), List.of());
    }

    static DeclaredMount mount(String volume, String dataset) {
        return new DeclaredMount("shop", "mp0", volume, dataset, "/mnt", GUEST, 3);
    }

    static NodePolicies policies(String text) {
        return new NodePolicies("n1", SANOID, text, List.of());
    }

    static Dataset dataset(String name, String origin) {
        return new Dataset(name, "1", "filesystem", 1, 1, 1, origin, "/" + name);
    }

    static Snapshot snapshot(String name, List<String> holds, List<String> clones) {
        return new Snapshot(name, "2", 1, Instant.EPOCH, 0, holds, clones, null);
    }

    static Pair pair(String sourceNode, String source, String node, String target) {
        return pair(new Pair.Side(sourceNode, source, true, null, null), node, target);
    }

    static Pair pair(Pair.Side source, String node, String target) {
        return new Pair(
                source,
                new Pair.Side(node, target, true, null, null),
                new DeclaredPull.Origin(node, PULLS, 7),
                null,
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                false);
    }
}
