package org.openfoodfacts.brigade.zfssync;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.Dependent;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;
import org.openfoodfacts.brigade.zfssync.domain.NodePolicies;
import org.openfoodfacts.brigade.zfssync.domain.Pair;
import org.openfoodfacts.brigade.zfssync.domain.StagingClones;
import org.openfoodfacts.brigade.zfssync.domain.StructureChange;
import org.openfoodfacts.brigade.zfssync.domain.UnseenPull;
import org.openfoodfacts.brigade.zfssync.persistence.ClonesStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.NodeDatasetRow;
import org.openfoodfacts.brigade.zfssync.persistence.PairStore;
import org.openfoodfacts.brigade.zfssync.persistence.PolicyStore;
import org.openfoodfacts.brigade.zfssync.persistence.PullStore;
import org.openfoodfacts.brigade.zfssync.persistence.UseStore;

/** Tells what a change of a dataset would break, from what is known now; changes nothing. */
@ApplicationScoped
public class DependentsService {
    private final Mutiny.SessionFactory sessions;
    private final DatasetStore datasets;
    private final PairStore pairs;
    private final PullStore pulls;
    private final PolicyStore policies;
    private final UseStore uses;
    private final ClonesStore clones;

    DependentsService(
            Mutiny.SessionFactory sessions,
            DatasetStore datasets,
            PairStore pairs,
            PullStore pulls,
            PolicyStore policies,
            UseStore uses,
            ClonesStore clones) {
        this.sessions = sessions;
        this.datasets = datasets;
        this.pairs = pairs;
        this.pulls = pulls;
        this.policies = policies;
        this.uses = uses;
        this.clones = clones;
    }

    /** In seven queries whatever hangs on it; null when the newest facts of the node show no such dataset. */
    public Uni<List<Dependent>> of(StructureChange change) {
        return sessions.withSession(session -> known(session, change))
                .onItem()
                .ifNotNull()
                .transform(known -> DependentsPlanner.plan(change, known));
    }

    /** What such a plan is made of; null when the newest facts of the node show no such dataset. */
    Uni<Known> known(Session session, StructureChange change) {
        return datasets(session, change.node())
                .chain(all -> all.stream().noneMatch(one -> one.name().equals(change.dataset()))
                        ? Uni.createFrom().nullItem()
                        : known(session, change, all));
    }

    private Uni<List<Dataset>> datasets(Session session, String node) {
        return datasets.datasets(session, new DatasetStore.Filter(node, null, ""), Integer.MAX_VALUE)
                .map(rows -> rows.stream().map(NodeDatasetRow::dataset).toList());
    }

    private Uni<Known> known(Session session, StructureChange change, List<Dataset> all) {
        String node = change.node();
        return datasets.kept(session, node, change.dataset())
                .chain(kept -> copies(session, node)
                        .chain(copies -> said(session, node)
                                .map(said -> new Known(
                                        all,
                                        kept,
                                        copies.pairs(),
                                        copies.unseen(),
                                        said.policies(),
                                        said.uses(),
                                        said.sets()))));
    }

    /** What is brought: all pairs, and the lines of the node of whose source nothing is known. */
    private record Copies(List<Pair> pairs, List<UnseenPull> unseen) {}

    private Uni<Copies> copies(Session session, String node) {
        return pairs.pairs(session).chain(all -> pulls.unseen(session, node).map(unseen -> new Copies(all, unseen)));
    }

    /** What the files say of the node, and all sets of staging clones. */
    private record Said(NodePolicies policies, DeclaredZfs uses, List<StagingClones> sets) {}

    private Uni<Said> said(Session session, String node) {
        return policies.declared(session, node)
                .chain(policy -> uses.of(session, node)
                        .chain(used -> clones.all(session).map(sets -> new Said(policy, used, sets))));
    }
}
