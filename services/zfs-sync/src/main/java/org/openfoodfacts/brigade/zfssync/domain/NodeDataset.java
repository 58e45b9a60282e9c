package org.openfoodfacts.brigade.zfssync.domain;

/** A dataset of a node, as an end of pairs. */
record NodeDataset(String node, String dataset) {
    static NodeDataset of(Pair.Side side) {
        return new NodeDataset(side.node(), side.dataset());
    }
}
