package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.sanoid.Policies;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Section;
import org.openfoodfacts.brigade.confs.sanoid.SanoidFile.Setting;
import org.openfoodfacts.brigade.confs.sanoid.SanoidKeys;
import org.openfoodfacts.brigade.confs.sanoid.SanoidParser;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.zfssync.domain.Keeping.Measure;

/** What a node's sanoid.conf and fleet.yaml together have done with the snapshots of any name, whether there is such a dataset or not. */
final class Keepings {
    private static final List<String> NUMBERS = Stream.concat(
                    Stream.of(SnapshotKind.values()).map(SnapshotKind::word),
                    Stream.of("frequent_period", "prune_defer"))
            .toList();

    private final NodePolicies declared;
    private final Optional<Policies> sanoid;
    private final FleetPolicies fleet;

    Keepings(NodePolicies declared) {
        this.declared = declared;
        this.sanoid = Optional.ofNullable(declared.text())
                .map(text ->
                        new Policies(SanoidParser.parse(declared.file(), text).value()));
        this.fleet = new FleetPolicies(declared.policies());
    }

    /** Of clones only sanoid.conf speaks. A policy that neither takes nor destroys is none. */
    Keeping of(String dataset, boolean isClone) {
        boolean isManaged = declared.isManaged(dataset);
        Optional<FleetPolicies.Said> said = isManaged && !isClone ? fleet.of(dataset) : Optional.empty();
        Optional<Policy> policy = sanoid.flatMap(all -> all.of(dataset))
                .or(() -> said.filter(all -> all.unsaid().isEmpty()).map(all -> usual(dataset, all.line())));
        return policy.map(one -> said.isPresent() ? fleet.over(one) : one)
                .filter(one -> one.takesSnapshots() || one.prunes())
                .map(one -> new Keeping(
                        said.map(all -> "zfs.policies of " + FleetPolicies.FILE + ":" + all.line())
                                .orElseGet(() -> where(one.section())),
                        measure(one, isManaged, said)))
                .orElse(Keeping.NONE);
    }

    /** Of a dataset that sanoid.conf does not speak of: sanoid's own settings, over which fleet.yaml's go. */
    private static Policy usual(String dataset, int line) {
        Map<String, Setting> settings = SanoidKeys.VALUES.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, one -> new Setting(one.getKey(), one.getValue(), 0)));
        return new Policy(dataset, new Section(dataset, line, List.of()), settings, null);
    }

    private String where(Section section) {
        return "[" + section.name() + "] of " + declared.file() + ":" + section.line();
    }

    private static Measure measure(Policy policy, boolean isManaged, Optional<FleetPolicies.Said> said) {
        return new Measure(
                isManaged,
                policy.takesSnapshots(),
                policy.prunes(),
                NUMBERS.stream().collect(toMap(key -> key, policy::count)),
                said.map(all -> all.kept().hold()).orElse(List.of()));
    }
}
