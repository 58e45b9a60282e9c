package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;

/**
 * What the fleet declares of a node's snapshots. {@code file} and {@code text} are its sanoid.conf, null without one; for the datasets in
 * {@code managed}, and all below, Brigade does what stands in it, and what fleet.yaml says beyond that in {@code policies}.
 */
public record NodePolicies(String node, String file, String text, List<String> managed, List<DeclaredPolicy> policies) {
    private static final String SANOID_CONF = "/sanoid.conf";

    public NodePolicies {
        managed = List.copyOf(managed);
        policies = List.copyOf(policies);
    }

    public NodePolicies(String node, String file, String text, List<String> managed) {
        this(node, file, text, managed, List.of());
    }

    /** Of a node that declares nothing. */
    public static NodePolicies none(String node) {
        return new NodePolicies(node, null, null, List.of());
    }

    /** By node. Of several files of one node the first by name counts, as that is the one the others are drafts of. */
    public static List<NodePolicies> of(FleetDeclared fleet) {
        Map<String, NodePolicies> byNode = new TreeMap<>();
        for (DeclaredFile file : fleet.files()) {
            if (file.file().endsWith(SANOID_CONF)) {
                byNode.merge(
                        file.node(),
                        new NodePolicies(file.node(), file.file(), file.text(), List.of()),
                        (a, b) -> a.file.compareTo(b.file) <= 0 ? a : b);
            }
        }
        for (DeclaredZfs zfs : fleet.zfs()) {
            if (!zfs.managed().isEmpty()) {
                byNode.merge(
                        zfs.node(),
                        new NodePolicies(zfs.node(), null, null, zfs.managed(), zfs.policies()),
                        (a, b) -> new NodePolicies(a.node, a.file, a.text, b.managed, b.policies));
            }
        }
        return new ArrayList<>(byNode.values());
    }

    public boolean isManaged(String dataset) {
        return managed.stream().anyMatch(name -> DatasetName.isAtOrBelow(dataset, name));
    }
}
