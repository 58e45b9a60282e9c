package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Snapshots and replication. */
public final class SnapshotRules {
    public static final List<Rule> ALL = List.of(
            new UnprunedTarget(), //
            new SnapshottingTarget());

    private SnapshotRules() {}
}
