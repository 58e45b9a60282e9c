package org.openfoodfacts.brigade.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.agent.identity.StateFolder;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;
import org.openfoodfacts.brigade.suite.bus.KafkaClient;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.rest.TokenIssuer.Role;

/** Nobody gets further on the bus than the ACLs and signatures let them. */
@OnTheSuite
class AccessST {
    private static final String MINE = "north1";
    private static final String ANOTHER = "north2";

    @Test
    void aNodeReadsNothingButItsOwnTopics(Suite suite) {
        BusUser node = BusUser.node(suite, MINE);
        assertThat(node.readAll(Topic.orders(MINE))).isNotNull();
        assertThat(node.readAll(Topic.commands(MINE))).isNotNull();
        for (String topic : List.of(
                Topic.orders(ANOTHER),
                Topic.commands(ANOTHER),
                Topic.FACTS.topicName(),
                Topic.REPORTS.topicName(),
                Topic.TRUST.topicName(),
                Topic.SECURITY_EVENTS.topicName())) {
            assertThatThrownBy(() -> node.readAll(topic)).as(topic).isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void aNodeWritesNothingButFactsAndReports(Suite suite) {
        BusUser node = BusUser.node(suite, MINE);
        for (String topic : List.of(
                Topic.commands(ANOTHER),
                Topic.orders(MINE),
                Topic.TRUST.topicName(),
                Topic.FLEET.topicName(),
                Topic.DEPLOY_REQUESTS.topicName(),
                Topic.INVENTORY_EVENTS.topicName(),
                Topic.FACTS.deadLetters())) {
            assertThatThrownBy(() -> node.write(record(topic))).as(topic).isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void aFactInAnotherNodesNameIsPutAsideAndChangesNothing(Suite suite) throws Exception {
        Signer mine = new StateFolder(suite.state().agent(MINE).resolve("state"))
                .keys(MINE)
                .signer();
        String id = UUID.randomUUID().toString();
        PresenceFact lie = new PresenceFact("forged", Instant.now(), Duration.ofDays(1), false);
        Envelope envelope = new Envelope(
                id, Source.ofNode(ANOTHER), EventType.PRESENCE.id(), Instant.now(), ANOTHER, null, Trace.NONE, null);
        WireRecord forged = Codec.encode(Topic.FACTS.topicName(), ANOTHER + "/presence", lie, envelope, mine);
        BusUser.node(suite, MINE).write(forged);
        Awaitility.await("the forged fact is among the dead letters")
                .atMost(Duration.ofMinutes(3))
                .until(() -> BusUser.admin(suite).readAll(Topic.FACTS.deadLetters()).stream()
                        .anyMatch(dead -> id.equals(
                                header(dead.headers().lastHeader("ce_id").value()))));
        try (var api = suite.api(Role.viewer, "test")) {
            assertThat(api.get("inventory/nodes/" + ANOTHER).toString()).doesNotContain("forged");
        }
    }

    @Test
    void anotherTeamsToolAsksForDeploymentsAndReadsEventsAndNoMore(Suite suite) throws Exception {
        BusUser tool = new BusUser(suite.broker().client("tool.ci"));
        assertThat(tool.readAll(Topic.DEPLOYER_EVENTS.topicName())).isNotNull();
        tool.write(record(Topic.DEPLOY_REQUESTS.topicName()));
        for (String topic : List.of(Topic.FACTS.topicName(), Topic.TRUST.topicName(), Topic.commands(MINE))) {
            assertThatThrownBy(() -> tool.write(record(topic))).as(topic).isInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() -> tool.readAll(topic)).as(topic).isInstanceOf(AuthorizationException.class);
        }
        assertThatThrownBy(() -> tool.readAll(Topic.DEPLOY_REQUESTS.topicName()))
                .isInstanceOf(AuthorizationException.class);
    }

    @Test
    void aWrongPasswordGetsNobodyIn(Suite suite) {
        BusUser thief = new BusUser(new KafkaClient(suite.broker().bootstrapServers(), MINE, "guessed"));
        assertThatThrownBy(() -> thief.readAll(Topic.orders(MINE))).isInstanceOf(SaslAuthenticationException.class);
    }

    private static ProducerRecord<String, byte[]> record(String topic) {
        return new ProducerRecord<>(topic, MINE, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static String header(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
