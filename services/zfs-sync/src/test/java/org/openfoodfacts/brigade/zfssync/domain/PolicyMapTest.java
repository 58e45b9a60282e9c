package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies;
import org.openfoodfacts.brigade.contracts.orders.FollowPolicies.ManagedDataset;
import org.openfoodfacts.brigade.contracts.snapshots.Protection;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredFile;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.DeclaredZfs;
import org.openfoodfacts.brigade.zfssync.domain.DatasetPolicy.Mode;

class PolicyMapTest {
    private static final String FILE = "confs/n1/sanoid/sanoid.conf";

    @Test
    void aSnapshotThatSeveralCopiesGoOnFromIsProtectedForEachAtBothEnds() {
        List<Pair> pairs = List.of(pair("n1", "tank/a", "n2", "b/a", "11"), pair("n1", "tank/a", "n3", "c/a", "12"));
        PolicyMap map = new PolicyMap(pairs, Set.of("n1", "n2", "n3"));

        assertThat(followed(map.of(declared("[tank/a]\n"), List.of("tank/a")))
                        .getFirst()
                        .protections())
                .containsExactly(
                        new Protection("11", Protection.Reason.LAST_COMMON, "n2 b/a"),
                        new Protection("12", Protection.Reason.LAST_COMMON, "n3 c/a"));
        NodePolicies target = new NodePolicies("n2", FILE, "[b/a]\nautosnap=no\n", List.of("b"));
        assertThat(map.of(target, List.of("b", "b/a")).getLast().protections())
                .containsExactly(new Protection("11", Protection.Reason.LAST_COMMON, "n1 tank/a"));
    }

    @Test
    void aCopyOnTheSameMachineProtectsBothDatasets() {
        PolicyMap map = new PolicyMap(List.of(pair("n1", "tank/a", "n1", "tank/b", "11")), Set.of("n1"));

        assertThat(followed(map.of(declared("[tank/a]\n[tank/b]\n"), List.of("tank/a", "tank/b"))))
                .extracting(policy -> policy.protections().getFirst().by())
                .containsExactly("n1 tank/b", "n1 tank/a");
    }

    @Test
    void whereTheOtherEndIsNotKnownEverythingIsKept() {
        PolicyMap map = new PolicyMap(
                List.of(pair("n1", "tank/a", "n2", "b/a", null), pair(null, "x/b", "n1", "tank/b", null)),
                Set.of("n1"));

        assertThat(followed(map.of(declared("[tank/a]\n[tank/b]\n[tank/c]\n"), List.of("tank/a", "tank/b", "tank/c"))))
                .extracting(DatasetPolicy::keepAll)
                .satisfiesExactly(
                        a -> assertThat(a).contains("n2 was never seen"),
                        b -> assertThat(b).contains("no declared node"),
                        c -> assertThat(c).isNull());
    }

    /** Its agent prunes by this order for as long as it hears no other, also what comes first meanwhile. */
    @Test
    void ofACopyThatHasNothingInCommonNothingIsDestroyedAndOfItsSourceWhatIsOld() {
        PolicyMap map = new PolicyMap(List.of(pair("n1", "tank/a", "n1", "tank/b", null)), Set.of("n1"));

        assertThat(followed(map.of(declared("[tank/a]\n[tank/b]\n"), List.of("tank/a", "tank/b"))))
                .extracting(DatasetPolicy::keepAll)
                .containsExactly(null, "it is a copy that has no snapshot in common with n1 tank/a");
    }

    @Test
    void whatACopyGoesOnFromStaysAsItWasOrderedWhileTheFactsDoNotShowTheCopy() {
        Protection ordered = new Protection("11", Protection.Reason.LAST_COMMON, "n2 copy/a");
        Protection ofAnother = new Protection("12", Protection.Reason.LAST_COMMON, "n3 copy/a");
        ManagedDataset last = new ManagedDataset("tank/a", null, List.of(ordered, ofAnother), null);
        Map<String, FollowPolicies> orders = Map.of("n1", new FollowPolicies(1, "UTC", List.of(last)));
        Pair there = pair("n1", "tank/a", "n2", "copy/a", null);
        Pair away = away(there);

        assertThat(protections(away, orders)).containsExactly(ordered);
        assertThat(protections(there, orders))
                .as("a copy that is there and has nothing in common")
                .isEmpty();
        assertThat(protections(away, Map.of())).isEmpty();
    }

    /** It came under a policy while the copy's pool was away: what the copy has is not known, and so nothing goes. */
    @Test
    void ofASourceWhoseCopyIsNotShownAndOnceHadSomethingInCommonEverythingIsKept() {
        Pair there = pair("n1", "tank/a", "n2", "copy/a", null);
        Pair away = away(there);
        Map<String, FollowPolicies> protecting = Map.of("n1", order(managed("tank/a", "11", "n2 copy/a")));

        assertThat(policy(away, Map.of(), Set.of(away.key())).keepAll())
                .isEqualTo("n2 copy/a is not shown now, so which snapshot it goes on from is not known");
        assertThat(policy(away, Map.of(), Set.of()).keepAll())
                .as("one that was never pulled")
                .isNull();
        assertThat(policy(away, protecting, Set.of(away.key())).keepAll())
                .as("the last order knew it")
                .isNull();
        assertThat(policy(there, Map.of(), Set.of(there.key())).keepAll())
                .as("a copy that is there and has nothing in common")
                .isNull();
    }

    /** sanoid ends at once; its defaults would keep 90 days of the 365. */
    @Test
    void aMistakeInTheFileRefusesAllOfItAndWhatWasOrderedBeforeStays() {
        ManagedDataset before = managed("tank/a", "11", "n2 copy/a");
        PolicyMap map = new PolicyMap(
                List.of(pair("n1", "tank/a", "n2", "copy/a", "12")),
                Set.of("n1", "n2"),
                Map.of(),
                Map.of("n1", order(before)),
                Set.of());

        List<DatasetPolicy> policies =
                map.of(declared("[tank/a]\ndailly = 365\n[other]\n"), List.of("other", "tank/a", "tank/b"));

        assertThat(policies)
                .extracting(policy -> policy.place().dataset(), DatasetPolicy::mode, DatasetPolicy::policy)
                .containsExactly(
                        tuple("other", Mode.OBSERVE, null),
                        tuple("tank", Mode.MANAGE, null),
                        tuple("tank/a", Mode.MANAGE, before.policy()),
                        tuple("tank/b", Mode.MANAGE, null));
        assertThat(policies.get(2).objection())
                .startsWith(FILE + ":2: sanoid does not know this key")
                .endsWith("did you mean 'daily'? (until then it is kept as before)");
        assertThat(policies.get(3).objection()).endsWith("did you mean 'daily'?");
        assertThat(PolicyMap.order("UTC", policies, List.of()).datasets())
                .as("with what the copy goes on from now")
                .containsExactly(managed("tank/a", "12", "n2 copy/a"));
    }

    @Test
    void whatWasOrderedStaysWhileItsPoolIsAwayByTheFilesOfNowAndGoesWithADatasetThatIsNoMore() {
        ManagedDataset off = managed("tank/off", "11", "n2 copy/a");
        ManagedDataset data = managed("rpool/data", "12", "n2 copy/b");
        ManagedDataset unmanaged = managed("other/x", "13", "n2 copy/c");
        PolicyMap map =
                new PolicyMap(List.of(), Set.of("n1"), Map.of(), Map.of("n1", order(off, data, unmanaged)), Set.of());
        NodePolicies declared = new NodePolicies(
                "n1", FILE, "[tank/off]\ndaily = 400\n[rpool/data]\ndaily = 1.5\n", List.of("tank", "rpool"));

        assertThat(map.of(declared, List.of("rpool")))
                .extracting(policy -> policy.place().dataset(), DatasetPolicy::objection)
                .contains(tuple("tank", "the node has no such dataset"));
        assertThat(map.away(declared, Set.of("rpool")))
                .extracting(policy -> policy.place().dataset())
                .containsExactly("tank/off");
        assertThat(map.away(declared, Set.of("rpool", "tank"))).isEmpty();
        assertThat(PolicyMap.order("UTC", map.of(declared, List.of()), map.away(declared, Set.of()))
                        .datasets())
                .extracting(
                        ManagedDataset::dataset,
                        managed -> managed.policy().counts().daily(),
                        ManagedDataset::protections)
                .as("the new count, and of a count that cannot be the one before")
                .containsExactly(
                        tuple("rpool/data", 365, data.protections()), tuple("tank/off", 400, off.protections()));
        assertThat(new PolicyMap(List.of(), Set.of()).of(declared, List.of()))
                .as("a node that has not told of its datasets yet")
                .isEmpty();
    }

    /** As when its pool goes or comes, and its snapshots are told of before or after that. */
    @Test
    void whatACopyGoesOnFromStaysWhileTheSourceShowsNoSnapshots() {
        Pair there = pair("n1", "tank/a", "n2", "copy/a", null);
        Pair bare = new Pair(
                new Pair.Side("n1", "tank/a", true, null, null),
                there.target(),
                there.origin(),
                null,
                there.behind(),
                there.terms(),
                false);
        ManagedDataset before = managed("tank/a", "11", "n2 copy/a");

        assertThat(protections(bare, Map.of("n1", order(before)))).isEqualTo(before.protections());
        assertThat(policy(bare, Map.of(), Set.of(bare.key())).keepAll())
                .isEqualTo("its snapshots are not shown now, so which of them n2 copy/a goes on from is not known");
    }

    private static ManagedDataset managed(String dataset, String guid, String by) {
        SnapshotPolicy policy = new SnapshotPolicy(
                true, false, true, 0, new SnapshotPolicy.Counts(0, 0, 365, 0, 0, 0), SnapshotPolicy.Times.USUAL);
        return new ManagedDataset(
                dataset, policy, List.of(new Protection(guid, Protection.Reason.LAST_COMMON, by)), null);
    }

    private static FollowPolicies order(ManagedDataset... managed) {
        return new FollowPolicies(1, "UTC", List.of(managed));
    }

    private static Pair away(Pair there) {
        return new Pair(
                there.source(),
                new Pair.Side(there.target().node(), there.target().dataset(), false, null, null),
                there.origin(),
                null,
                there.behind(),
                there.terms(),
                false);
    }

    private static List<Protection> protections(Pair pair, Map<String, FollowPolicies> orders) {
        return policy(pair, orders, Set.of()).protections();
    }

    private static DatasetPolicy policy(Pair pair, Map<String, FollowPolicies> orders, Set<Pair.Key> onceCommon) {
        PolicyMap map = new PolicyMap(List.of(pair), Set.of("n1", "n2"), Map.of(), orders, onceCommon);
        return followed(map.of(declared("[tank/a]\n"), List.of("tank/a"))).getFirst();
    }

    @Test
    void onlyWhatIsManagedAndCanBeFollowedIsOrdered() {
        PolicyMap map = new PolicyMap(List.of(), Set.of("n1"));
        NodePolicies declared = new NodePolicies(
                "n1", FILE, "[tank/a]\n[tank/ab]\n[tank/b]\nhourly_min=99\n", List.of("tank/a", "tank/b"));

        List<DatasetPolicy> policies = map.of(declared, List.of("tank/a", "tank/a/x", "tank/ab", "tank/b"));
        FollowPolicies order = PolicyMap.order("Europe/Paris", policies, List.of());

        assertThat(policies)
                .extracting(DatasetPolicy::mode)
                .containsExactly(Mode.MANAGE, Mode.MANAGE, Mode.OBSERVE, Mode.MANAGE);
        assertThat(policies.get(1).objection()).contains(FILE + " has no section for it");
        assertThat(policies.get(3).objection()).startsWith(FILE + ":4: hourly_min = 99");
        assertThat(order.zone()).isEqualTo("Europe/Paris");
        assertThat(order.datasets()).extracting(ManagedDataset::dataset).containsExactly("tank/a");
    }

    @Test
    void ofSeveralFilesOfANodeOneCountsAndOtherFilesAreNone() {
        FleetDeclared fleet = new FleetDeclared(
                "f",
                "r",
                "c",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new DeclaredFile("n1", "confs/n1/sanoid/sanoid.conf", "[tank/a]\n"),
                        new DeclaredFile("n1", "confs/n1/old/sanoid.conf", "[tank/old]\n"),
                        new DeclaredFile("n1", "confs/n1/sanoid/syncoid-args.conf", "a b\n")),
                List.of(
                        new DeclaredZfs("n1", List.of("tank"), List.of(), List.of(), List.of()),
                        new DeclaredZfs("n2", List.of("rpool"), List.of(), List.of(), List.of())));

        assertThat(NodePolicies.of(fleet))
                .containsExactly(
                        new NodePolicies("n1", "confs/n1/old/sanoid.conf", "[tank/old]\n", List.of("tank")),
                        new NodePolicies("n2", null, null, List.of("rpool")));
    }

    private static NodePolicies declared(String text) {
        return new NodePolicies("n1", FILE, text, List.of("tank"));
    }

    private static List<DatasetPolicy> followed(List<DatasetPolicy> policies) {
        return policies.stream().filter(DatasetPolicy::isFollowed).toList();
    }

    private static Pair pair(String source, String dataset, String target, String copy, String guid) {
        Instant at = Instant.parse("2026-11-01T00:00:00Z");
        return new Pair(
                new Pair.Side(source, dataset, true, at, at),
                new Pair.Side(target, copy, true, at, at),
                new DeclaredPull.Origin(target, "syncoid-args.conf", 1),
                guid == null ? null : new Pair.Common("s", guid, at),
                Pair.Behind.NOTHING,
                CopyTerms.NONE,
                false);
    }
}
