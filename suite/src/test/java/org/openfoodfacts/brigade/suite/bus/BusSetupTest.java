package org.openfoodfacts.brigade.suite.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.access.BusAccess;
import org.openfoodfacts.brigade.contracts.access.BusAccess.Grant;
import org.openfoodfacts.brigade.contracts.access.BusAccess.Operation;
import org.openfoodfacts.brigade.contracts.access.BusAccess.Resource;

class BusSetupTest {
    @Test
    void everyTopicHasItsDeadLettersAndKeepsStateForEver() {
        Set<String> names = BusSetup.topics().stream().map(NewTopic::name).collect(Collectors.toSet());
        for (Topic topic : Topic.values()) {
            assertThat(names).contains(topic.topicName(), topic.deadLetters());
        }
        assertThat(BusSetup.topics())
                .filteredOn(topic -> topic.name().equals(Topic.FACTS.topicName()))
                .allSatisfy(topic -> {
                    assertThat(topic.configs()).containsEntry("cleanup.policy", "compact");
                    assertThat(topic.numPartitions()).isGreaterThan(1);
                });
    }

    @Test
    void onlyItsOwnerWritesAServicesEventsAndOnlySecurityTheIdentities() {
        for (Service service : Service.values()) {
            Set<String> written = BusAccess.of(service).grants().stream()
                    .filter(grant -> grant.operation() == Operation.WRITE && grant.resource() == Resource.TOPIC)
                    .map(Grant::name)
                    .filter(name -> !name.endsWith(".dlq"))
                    .collect(Collectors.toSet());
            assertThat(written)
                    .as(service.id())
                    .contains(Topic.events(service).topicName())
                    .doesNotContain(Topic.FACTS.topicName(), Topic.REPORTS.topicName());
            assertThat(written.contains(Topic.TRUST.topicName())).isEqualTo(service == Service.SECURITY);
            assertThat(written.contains(Topic.FLEET.topicName())).isEqualTo(service == Service.INVENTORY);
        }
    }

    @Test
    void nobodyButSecurityMayChangeTheCluster() {
        assertThat(BusSetup.users())
                .filteredOn(access -> access.grants().stream().anyMatch(grant -> grant.resource() == Resource.CLUSTER))
                .extracting(BusAccess::user)
                .containsExactly("svc.security");
    }
}
