package org.openfoodfacts.brigade.zfssync.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The datasets that declared pairs have as ends: they are nobody's lost relatives. But for a copy whose source is gone from a pool that is there: that source
 * may have another name now, and the copy is what the pair of that name lacks.
 */
public final class TakenDatasets {
    private final Set<NodeDataset> taken = new HashSet<>();
    private final Map<NodeDataset, List<Pair>> left = new HashMap<>();

    /** @param all every declared pair */
    public TakenDatasets(Collection<Pair> all) {
        for (Pair pair : all) {
            if (pair.source().exists()) {
                taken.add(NodeDataset.of(pair.source()));
            }
            if (pair.target().exists() && pair.source().exists()) {
                taken.add(NodeDataset.of(pair.target()));
            } else if (pair.target().exists()) {
                left.computeIfAbsent(NodeDataset.of(pair.target()), _ -> new ArrayList<>())
                        .add(pair);
            }
        }
    }

    /** Whether this dataset cannot be what {@code asking} lost. */
    public boolean isTakenFor(Pair asking, String node, String dataset) {
        NodeDataset place = new NodeDataset(node, dataset);
        return taken.contains(place)
                || left.getOrDefault(place, List.of()).stream().anyMatch(owner -> !mayHaveBecome(owner, asking));
    }

    private static boolean mayHaveBecome(Pair owner, Pair asking) {
        return asking.source().exists()
                && asking.source().node().equals(owner.source().node())
                && DatasetName.pool(asking.source().dataset())
                        .equals(DatasetName.pool(owner.source().dataset()));
    }
}
