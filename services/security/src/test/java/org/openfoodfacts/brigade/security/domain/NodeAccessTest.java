package org.openfoodfacts.brigade.security.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.security.domain.NodeAccess.Grant;
import org.openfoodfacts.brigade.security.domain.NodeAccess.Operation;
import org.openfoodfacts.brigade.security.domain.NodeAccess.Resource;

class NodeAccessTest {

    @Test
    void aNodeReadsItsOwnTopicsAndWritesFactsAndReportsAndNothingElse() {
        assertThat(NodeAccess.of("north-proxy").grants())
                .containsExactlyInAnyOrder(
                        new Grant(Resource.TOPIC, "brigade.node.north-proxy.orders", Operation.READ),
                        new Grant(Resource.TOPIC, "brigade.node.north-proxy.commands", Operation.READ),
                        new Grant(Resource.GROUP, "north-proxy", Operation.READ),
                        new Grant(Resource.TOPIC, "brigade.facts", Operation.WRITE),
                        new Grant(Resource.TOPIC, "brigade.reports", Operation.WRITE));
    }

    @Property
    void twoNodesShareNothingThatTheyRead(@ForAll("names") String one, @ForAll("names") String two) {
        if (!one.equals(two)) {
            assertThat(NodeAccess.of(one).grants().stream().filter(g -> g.operation() == Operation.READ))
                    .doesNotContainAnyElementsOf(NodeAccess.of(two).grants());
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'c')
                .withChars('-')
                .ofMinLength(0)
                .ofMaxLength(3)
                .map(s -> "n" + s + "0");
    }

    @Test
    void noNodeTakesTheNameOfAnAdministrator() {
        assertThat(NodeAccess.isReserved("admin")).isTrue();
        assertThat(NodeAccess.isReserved("north-admin")).isFalse();
    }
}
