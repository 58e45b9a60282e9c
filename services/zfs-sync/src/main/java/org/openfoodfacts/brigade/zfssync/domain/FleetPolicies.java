package org.openfoodfacts.brigade.zfssync.domain;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredKept;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;

/**
 * What fleet.yaml says of a node's snapshots beyond its sanoid.conf. For a dataset the nearest counts: what is said of itself, or of all below the
 * nearest one above it.
 */
final class FleetPolicies {
    static final String FILE = "fleet.yaml";

    static final FleetPolicies NONE = new FleetPolicies(List.of());

    private static final String AUTOSNAP = "autosnap";

    private final List<DeclaredPolicy> declared;

    FleetPolicies(List<DeclaredPolicy> declared) {
        this.declared = List.copyOf(declared);
    }

    /** In which line what is kept of a dataset. */
    record Said(DeclaredKept kept, int line) {
        private void put(Map<String, Setting> settings) {
            counts().forEach((kind, count) ->
                    settings.put(kind.word(), new Setting(kind.word(), Integer.toString(count), line)));
        }

        /** The kinds of which it does not say how many are kept. */
        List<String> unsaid() {
            Map<SnapshotKind, Integer> counts = counts();
            return Stream.of(SnapshotKind.values())
                    .filter(kind -> !counts.containsKey(kind))
                    .map(SnapshotKind::word)
                    .toList();
        }

        /** For a dataset that sanoid.conf does not speak of, so every kind must be said. A copy gets its snapshots from its source. */
        SnapshotPolicy alone(boolean isCopy) {
            Counts all = new Counts(
                    kept.frequently(), kept.hourly(), kept.daily(), kept.weekly(), kept.monthly(), kept.yearly());
            return new SnapshotPolicy(!isCopy, false, true, 0, all, Times.USUAL, kept.hold());
        }

        private Map<SnapshotKind, Integer> counts() {
            Map<SnapshotKind, Integer> counts = new EnumMap<>(SnapshotKind.class);
            counts.put(SnapshotKind.FREQUENTLY, kept.frequently());
            counts.put(SnapshotKind.HOURLY, kept.hourly());
            counts.put(SnapshotKind.DAILY, kept.daily());
            counts.put(SnapshotKind.WEEKLY, kept.weekly());
            counts.put(SnapshotKind.MONTHLY, kept.monthly());
            counts.put(SnapshotKind.YEARLY, kept.yearly());
            counts.values().removeIf(Objects::isNull);
            return counts;
        }
    }

    Optional<Said> of(String dataset) {
        return declared.stream()
                .filter(policy -> DatasetName.isAtOrBelow(dataset, policy.dataset()))
                .max(Comparator.comparingInt(policy -> policy.dataset().length()))
                .map(policy -> new Said(
                        policy.dataset().equals(dataset) || policy.children() == null
                                ? policy.kept()
                                : policy.children(),
                        policy.line()));
    }

    /** Sanoid's policy with what is said here. Only then it is looked at whether it can be followed: of what is taken now the times count, too. */
    Policy over(Policy policy) {
        Map<String, Setting> settings = new HashMap<>(policy.settings());
        of(policy.dataset()).ifPresent(said -> said.put(settings));
        if (policy.takenWith() != null && differBelow(policy.takenWith())) {
            settings.put(AUTOSNAP, new Setting(AUTOSNAP, "yes", policy.section().line()));
        }
        return new Policy(policy.dataset(), policy.section(), settings, policy.takenWith());
    }

    /** True when not all below a dataset keep what it keeps, so that one {@code zfs snapshot -r} cannot take the snapshots of all. */
    boolean differBelow(String dataset) {
        return declared.stream()
                .anyMatch(policy -> policy.dataset().equals(dataset)
                        ? policy.children() != null
                        : DatasetName.isAtOrBelow(policy.dataset(), dataset));
    }
}
