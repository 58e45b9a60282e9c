package org.openfoodfacts.brigade.zfssync;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.NodeUses;
import org.openfoodfacts.brigade.zfssync.domain.RepairPlan;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.UseStore;

/** Looks, before anybody approves a plan that renames, who uses what it would rename. In two queries whatever the number of plans, in none without renames. */
@ApplicationScoped
public class RenameGuard {
    private final UseStore uses;
    private final DatasetStore datasets;

    RenameGuard(UseStore uses, DatasetStore datasets) {
        this.uses = uses;
        this.datasets = datasets;
    }

    /** The plans in their order; one that would break something has that as its obstacle. */
    Uni<List<RepairPlan>> guard(Session session, List<RepairPlan> plans) {
        Set<String> nodes = plans.stream()
                .filter(plan -> plan.renames().findAny().isPresent())
                .map(plan -> plan.pair().node())
                .collect(toSet());
        return nodes.isEmpty()
                ? Uni.createFrom().item(plans)
                : used(session, nodes)
                        .map(used -> plans.stream()
                                .map(plan -> used.containsKey(plan.pair().node())
                                        ? used.get(plan.pair().node()).guard(plan)
                                        : plan)
                                .toList());
    }

    private Uni<Map<String, NodeUses>> used(Session session, Set<String> nodes) {
        return uses.usedOf(session, nodes).chain(used -> {
            Set<String> where = used.stream().map(DeclaredZfs::node).collect(toSet());
            return datasets.ofNodes(session, where)
                    .map(all -> used.stream().collect(toMap(DeclaredZfs::node, one -> uses(one, all))));
        });
    }

    private static NodeUses uses(DeclaredZfs used, Map<String, List<Dataset>> datasets) {
        return new NodeUses(used, datasets.getOrDefault(used.node(), List.of()));
    }
}
