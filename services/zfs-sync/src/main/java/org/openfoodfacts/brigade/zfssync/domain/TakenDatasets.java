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
    private final Set<Place> taken = new HashSet<>();
    private final Map<Place, List<Pair>> left = new HashMap<>();

    private record Place(String node, String dataset) {
        static Place of(Pair.Side side) {
            return new Place(side.node(), side.dataset());
        }
    }

    /** @param all every declared pair */
    public TakenDatasets(Collection<Pair> all) {
        for (Pair pair : all) {
            if (pair.source().exists()) {
                taken.add(Place.of(pair.source()));
            }
            if (pair.target().exists() && pair.source().exists()) {
                taken.add(Place.of(pair.target()));
            } else if (pair.target().exists()) {
                left.computeIfAbsent(Place.of(pair.target()), _ -> new ArrayList<>())
                        .add(pair);
            }
        }
    }

    /** Whether this dataset cannot be what {@code asking} lost. */
    public boolean isTakenFor(Pair asking, String node, String dataset) {
        Place place = new Place(node, dataset);
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
