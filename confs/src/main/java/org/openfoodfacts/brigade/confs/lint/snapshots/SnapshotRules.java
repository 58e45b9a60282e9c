package org.openfoodfacts.brigade.confs.lint.snapshots;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Snapshots and replication. */
public final class SnapshotRules {
    public static final List<Rule> ALL = List.of(
            new UnprunedTarget(), //
            new SnapshottingTarget(),
            new SameTarget(),
            new UnknownCopies(),
            new OverlappingPulls(),
            new CrossedPulls(),
            new PullRights(),
            new LastLine(),
            new ExclusionRule(),
            new PolicyToggles(),
            new PolicyNumbers(),
            new PolicyTemplates(),
            new UnusedTemplates(),
            new IgnoredTemplateKeys(),
            new UndonePolicies(),
            new IdleHooks(),
            new DatasetNames(),
            new SourceWithoutSnapshots(),
            new ShallowPulls(),
            new ShortRetention(),
            new UncopiedData(),
            new MutedChecks(),
            new UncheckedParents(),
            new IdlePolicies(),
            new ReplicaSnapshots(),
            new ReplicatedPulls(),
            new ReplicationLeftovers(),
            new UndeclaredDatasets());

    private SnapshotRules() {}
}
