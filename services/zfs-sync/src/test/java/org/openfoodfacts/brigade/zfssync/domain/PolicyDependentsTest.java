package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.domain.Dependent.Kind;
import org.openfoodfacts.brigade.zfssync.domain.DependentsPlanner.Known;

class PolicyDependentsTest extends DependentsSample {
    @Test
    void aPolicyForbidsToRenameWhatItNamesAndIsIdleWhenThatIsDestroyed() {
        Known known = known(
                List.of(dataset("tank/off", null), dataset("tank/off/img", null)),
                Map.of(),
                List.of(),
                new NodePolicies(
                        "n1",
                        SANOID,
                        "[tank/off]\nuse_template=a,b\nrecursive=yes\n[tank/off/img]\n",
                        List.of("tank/off", "tank/else")),
                uses());

        List<Dependent> renamed = renaming("tank/off", known);
        assertThat(renamed)
                .filteredOn(one -> one.kind() == Kind.POLICY)
                .extracting(
                        Dependent::name,
                        one -> one.place().file(),
                        one -> one.place().line(),
                        Dependent::forbids)
                .containsExactly(
                        tuple("[tank/off] use_template = a, b", SANOID, 1, true),
                        tuple("zfs.manage: tank/off", "fleet.yaml", null, true),
                        tuple("[tank/off/img]", SANOID, 4, true));
        assertThat(forbidding(destroying("tank/off", known))).isZero();
    }

    @Test
    void aPolicyFromAboveIsNamedWhenTheNewNameMayLeaveIt() {
        Known known = known(
                List.of(dataset("tank/off", null), dataset("tank/off/img", null)),
                Map.of(),
                List.of(),
                policies("[tank/off]\nrecursive=yes\n"),
                uses());

        assertThat(renaming("tank/off/img", known)).singleElement().satisfies(policy -> {
            assertThat(policy.name()).isEqualTo("[tank/off]");
            assertThat(policy.forbids()).isFalse();
            assertThat(policy.breaks()).contains("below tank/off");
        });
        assertThat(destroying("tank/off/img", known)).isEmpty();
    }

    @Test
    void whatIsManagedFromAboveIsNamedWhenTheNewNameMayLeaveIt() {
        Known known = known(
                List.of(dataset("tank/off", null), dataset("tank/off/img", null)),
                Map.of(),
                List.of(),
                new NodePolicies("n1", null, null, List.of("tank/off", "tank/of")),
                uses());

        assertThat(renaming("tank/off/img", known)).singleElement().satisfies(policy -> {
            assertThat(policy.name()).isEqualTo("zfs.manage: tank/off");
            assertThat(policy.dataset()).isEqualTo("tank/off/img");
            assertThat(policy.forbids()).isFalse();
        });
        assertThat(destroying("tank/off/img", known)).isEmpty();
    }
}
