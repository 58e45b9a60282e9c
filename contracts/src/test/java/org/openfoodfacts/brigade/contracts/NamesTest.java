package org.openfoodfacts.brigade.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.contracts.wire.Source;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "north-proxy", "9", "a-1"})
    void dnsLabelsAreNodeNames(String name) {
        assertThat(NodeName.require(name)).isEqualTo(name);
        assertThat(Source.node(Source.ofNode(name))).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a/b", "a#b", "a b", "a\n", "é", "../x"})
    void whatCouldBeMistakenForASeparatorIsNoNodeName(String name) {
        assertThatThrownBy(() -> Topic.commands(name)).hasMessageContaining("is not a node name");
        assertThat(Source.node("/nodes/" + name)).isEmpty();
    }

    @Test
    void aNameEndsAt63Characters() {
        assertThat(NodeName.isValid("x".repeat(63))).isTrue();
        assertThat(NodeName.isValid("x".repeat(64))).isFalse();
        assertThat(NodeName.isValid(null)).isFalse();
    }

    @Test
    void everyServiceHasItsTopicItsUserAndItsSource() {
        for (Service service : Service.values()) {
            assertThat(Topic.events(service).topicName()).isEqualTo("brigade." + service.id() + ".events");
            assertThat(service.kafkaUser()).isEqualTo("svc." + service.id());
            assertThat(Source.service(Source.of(service))).contains(service);
        }
        assertThat(Topic.allEvents()).hasSize(5);
        assertThat(Source.service("/services/nobody")).isEmpty();
        assertThat(Source.service(null)).isEmpty();
        assertThat(Source.node(null)).isEmpty();
    }

    /** A node's topics can never be another's, nor a shared one, whatever the names are. */
    @Property
    void noTwoNodesShareATopic(@ForAll("names") String one, @ForAll("names") String other) {
        List<String> shared =
                Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        assertThat(List.of(Topic.commands(one), Topic.orders(one)))
                .doesNotContainAnyElementsOf(shared)
                .doesNotContain(Topic.orders(one + "x"))
                .satisfies(topics ->
                        assertThat(topics.contains(Topic.commands(other))).isEqualTo(one.equals(other)));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("abc-")
                .ofMinLength(1)
                .ofMaxLength(4)
                .filter(NodeName::isValid);
    }
}
