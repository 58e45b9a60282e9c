package org.openfoodfacts.brigade.zfssync.domain;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Counts;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy.Times;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredKept;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredPolicy;

class FleetPoliciesTest {
    private static final String SANOID = """
            [tank/off]
            hourly = 4
            daily = 7
            monthly = 0
            weekly_wday = 3
            recursive = yes
            """;
    private static final DeclaredKept WEEKS =
            new DeclaredKept(null, null, null, 5, null, null, List.of(SnapshotKind.WEEKLY));
    private static final DeclaredKept ONLY_WEEKS = new DeclaredKept(0, 0, 0, 5, 0, 0, List.of(SnapshotKind.WEEKLY));
    private static final DeclaredKept DAYS = new DeclaredKept(null, 0, 30, null, null, null, List.of());

    @Test
    void ofADatasetAndItsChildrenOtherThingsAreKept() {
        Map<String, DatasetPolicy> policies =
                policies(SANOID, List.of(new DeclaredPolicy("tank/off", WEEKS, DAYS, 9)), "tank/off", "tank/off/img");

        assertThat(policies.get("tank/off").policy().counts()).isEqualTo(new Counts(0, 4, 7, 5, 0, 0));
        assertThat(policies.get("tank/off").policy().holds()).containsExactly(SnapshotKind.WEEKLY);
        assertThat(policies.get("tank/off").policy().times().weekly().day())
                .as("when stays sanoid.conf's")
                .hasToString("WEDNESDAY");
        assertThat(policies.get("tank/off").place())
                .isEqualTo(new DatasetPolicy.Place("n1", "tank/off", "fleet.yaml", 9));
        assertThat(policies.get("tank/off/img").policy().counts()).isEqualTo(new Counts(0, 0, 30, 0, 0, 0));
        assertThat(policies.get("tank/off/img").policy().holds()).isEmpty();
    }

    @Test
    void whatIsNearestCountsAndWithoutChildrenWhatIsSaidGoesForAllBelow() {
        List<DeclaredPolicy> said =
                List.of(new DeclaredPolicy("tank", DAYS, null, 1), new DeclaredPolicy("tank/off/img", WEEKS, null, 2));
        Map<String, DatasetPolicy> policies =
                policies(SANOID, said, "tank/off", "tank/off/img", "tank/off/img/small", "tank/off/imgs");

        assertThat(policies.get("tank/off").policy().counts().daily()).isEqualTo(30);
        assertThat(policies.get("tank/off/img").policy().counts().weekly()).isEqualTo(5);
        assertThat(policies.get("tank/off/img/small").policy().counts().weekly())
                .isEqualTo(5);
        assertThat(policies.get("tank/off/imgs").policy().counts().daily()).isEqualTo(30);
    }

    /** One zfs snapshot -r makes the same snapshots of all. */
    @Test
    void whereChildrenKeepOthersTheParentTakesItsOwnAndTheyTheirs() {
        String recursive = "[tank/off]\ndaily = 7\nrecursive = zfs\n";
        assertThat(policies(recursive, List.of(), "tank/off", "tank/off/img").values())
                .extracting(p -> p.policy().recursive(), p -> p.policy().takes())
                .containsExactlyInAnyOrder(tuple(true, true), tuple(false, false));

        for (DeclaredPolicy said : List.of(
                new DeclaredPolicy("tank/off", WEEKS, DAYS, 1), new DeclaredPolicy("tank/off/img", DAYS, null, 1))) {
            assertThat(policies(recursive, List.of(said), "tank/off", "tank/off/img", "tank/off/other")
                            .values())
                    .as(said.toString())
                    .allSatisfy(policy -> {
                        assertThat(policy.policy().recursive()).isFalse();
                        assertThat(policy.policy().takes()).isTrue();
                    });
        }
        assertThat(policies(
                                recursive,
                                List.of(new DeclaredPolicy("tank/off", WEEKS, null, 1)),
                                "tank/off",
                                "tank/off/img")
                        .get("tank/off")
                        .policy()
                        .recursive())
                .as("all keep the same")
                .isTrue();
    }

    /** A section of its own does not take a dataset out of the zfs snapshot -r above it. */
    @Test
    void whoIsTakenAlongAndHasASectionOfItsOwnTakesItsOwnAsWellAtTheTimesOfItsSection() {
        String nested =
                "[tank/off]\ndaily = 7\nrecursive = zfs\n[tank/off/img]\ndaily = 30\ndaily_hour = 4\nrecursive = yes\n";
        Map<String, DatasetPolicy> policies = policies(
                nested,
                List.of(new DeclaredPolicy("tank/off", WEEKS, DAYS, 1)),
                "tank/off",
                "tank/off/img",
                "tank/off/img/small");

        for (String name : List.of("tank/off/img", "tank/off/img/small")) {
            assertThat(policies.get(name).policy().takes()).as(name).isTrue();
            assertThat(policies.get(name).policy().times().daily()).as(name).hasToString("04:59");
        }
        assertThat(policies(
                        nested.replace("daily_hour = 4", "daily_hour = 44"),
                        List.of(new DeclaredPolicy("tank/off", WEEKS, DAYS, 1)),
                        "tank/off",
                        "tank/off/img"))
                .as("a time that cannot be is objected to once it counts")
                .containsOnlyKeys("tank/off");
    }

    @Test
    void forClonesOnlySanoidConfCounts() {
        PolicyMap map = new PolicyMap(
                List.of(), Set.of("n1"), Map.of("n1", Set.of("tank/off/clone", "tank/clone")), Map.of(), Set.of());
        List<DeclaredPolicy> said = List.of(new DeclaredPolicy("tank", ONLY_WEEKS, null, 1));

        List<DatasetPolicy> policies = map.of(
                new NodePolicies("n1", "confs/n1/sanoid.conf", SANOID, List.of("tank"), said),
                List.of("tank", "tank/clone", "tank/off", "tank/off/clone"));

        assertThat(policies)
                .extracting(
                        policy -> policy.place().dataset(),
                        policy -> policy.policy().holds())
                .containsExactly(
                        tuple("tank", WEEKS.hold()),
                        tuple("tank/off", WEEKS.hold()),
                        tuple("tank/off/clone", List.of()));
    }

    @Test
    void aDatasetThatSanoidConfDoesNotKnowKeepsWhatIsSaidAtSanoidsUsualTimesAndACopyTakesNone() {
        List<DeclaredPolicy> said = List.of(new DeclaredPolicy("tank", ONLY_WEEKS, null, 3));
        Instant at = Instant.parse("2026-11-01T00:00:00Z");
        Pair pair = new Pair(
                new Pair.Side("n2", "pool/x", true, at, at),
                new Pair.Side("n1", "tank/copy", true, at, at),
                new DeclaredPull.Origin("n1", "syncoid-args.conf", 1),
                new Pair.Common("s", "1", at),
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                false);
        List<DatasetPolicy> policies = new PolicyMap(List.of(pair), Set.of("n1", "n2"))
                .of(new NodePolicies("n1", null, null, List.of("tank"), said), List.of("tank", "tank/copy"));

        assertThat(policies.getFirst().policy())
                .isEqualTo(new SnapshotPolicy(
                        true, false, true, 0, new Counts(0, 0, 0, 5, 0, 0), Times.USUAL, WEEKS.hold()));
        assertThat(policies.getLast().policy().takes()).isFalse();
        assertThat(policies.getLast().policy().prunes()).isTrue();
        assertThat(policies.getLast().protections()).hasSize(1);

        DatasetPolicy half = new PolicyMap(List.of(), Set.of("n1"))
                .of(
                        new NodePolicies(
                                "n1", null, null, List.of("tank"), List.of(new DeclaredPolicy("tank", WEEKS, null, 3))),
                        List.of("tank"))
                .getFirst();
        assertThat(half.policy()).as("what nobody spoke of is not destroyed").isNull();
        assertThat(half.objection()).startsWith("fleet.yaml:3: ").contains("hourly, frequently is missing");
    }

    @Test
    void holdsOfPoliciesThatSomebodyFollowsAreNoStrays() {
        DatasetPolicy followed = policies(SANOID, List.of(new DeclaredPolicy("tank/off", WEEKS, null, 1)), "tank/off")
                .get("tank/off");
        Stray.Seen seen = new Stray.Seen(
                "n1",
                "tank/off",
                "autosnap_2026-11-02_23:30:00_weekly",
                "42",
                Instant.EPOCH,
                5,
                List.of(SnapshotPolicy.HOLD_TAG),
                List.of(),
                null);
        Stray.Hold other = new Stray.Hold("n9", "x", "brigade:copy");
        NodePolicies mistyped = new NodePolicies(
                "n1",
                "confs/n1/sanoid.conf",
                SANOID + "hourly_min = 77\n",
                List.of("tank"),
                List.of(new DeclaredPolicy("tank/off", WEEKS, null, 1)));
        DatasetPolicy refused = new PolicyMap(List.of(), Set.of("n1"))
                .of(mistyped, List.of("tank/off"))
                .getFirst();
        assertThat(refused.policy()).isNull();
        assertThat(Stray.Hold.of(refused)).as("it is still meant").isPresent();

        assertThat(Stray.of(seen, Set.of(Stray.Hold.of(followed).orElseThrow()), LastCommons.none(), Instant.now()))
                .isEmpty();
        assertThat(Stray.Hold.of(policies(SANOID, List.of(), "tank/off").get("tank/off")))
                .isEmpty();
        assertThat(Stray.of(seen, Set.of(other), LastCommons.none(), Instant.now()))
                .hasValueSatisfying(stray -> {
                    assertThat(stray.kind()).isEqualTo(Stray.Kind.HELD_FOR_NOBODY);
                    assertThat(stray.remedy())
                            .isEqualTo("zfs release brigade:keep 'tank/off@autosnap_2026-11-02_23:30:00_weekly'");
                });
    }

    @Test
    void whatTheFleetSaysOfANameStandsInTheWayOfAnother() {
        NodePolicies declared = new NodePolicies(
                "n1", null, null, List.of("tank"), List.of(new DeclaredPolicy("tank/off", WEEKS, null, 12)));

        assertThat(PolicyDependents.of(new StructureChange("n1", "tank/off", StructureChange.Action.RENAME), declared))
                .filteredOn(Dependent::forbids)
                .singleElement()
                .satisfies(dependent -> {
                    assertThat(dependent.name()).isEqualTo("zfs.policies: tank/off");
                    assertThat(dependent.place()).isEqualTo(Dependent.Place.declared("n1", "fleet.yaml", 12));
                });
    }

    private static Map<String, DatasetPolicy> policies(String sanoid, List<DeclaredPolicy> said, String... datasets) {
        NodePolicies declared = new NodePolicies("n1", "confs/n1/sanoid.conf", sanoid, List.of("tank"), said);
        return new PolicyMap(List.of(), Set.of("n1"))
                .of(declared, List.of(datasets)).stream()
                        .filter(DatasetPolicy::isFollowed)
                        .collect(toMap(policy -> policy.place().dataset(), p -> p));
    }
}
