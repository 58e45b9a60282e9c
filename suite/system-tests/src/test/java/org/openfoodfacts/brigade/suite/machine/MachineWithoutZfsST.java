package org.openfoodfacts.brigade.suite.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.TakeSnapshot;
import org.openfoodfacts.brigade.contracts.signing.KeyCodec;
import org.openfoodfacts.brigade.contracts.signing.Signer;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.Source;
import org.openfoodfacts.brigade.contracts.wire.Trace;
import org.openfoodfacts.brigade.suite.BusUser;
import org.openfoodfacts.brigade.suite.launch.Keys;
import org.openfoodfacts.brigade.suite.launch.PrivateFiles;
import org.openfoodfacts.brigade.suite.rest.ApiException;

/** A machine without ZFS says so, to the operator and to the service. */
@OnRealMachines
class MachineWithoutZfsST {
    @Test
    void anOperatorWhoAsksForASnapshotThereIsToldThatThereIsNoSuchDataset(TwoMachines machines) {
        Map<String, Object> wish = Map.of(
                "node", "north-proxy",
                "dataset", "tank/sites",
                "recursive", false,
                "reason", "system test",
                "expiresAt", Instant.now().plus(Duration.ofHours(1)));
        assertThatThrownBy(() -> machines.api().post("zfs-sync/snapshots", wish))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("'tank/sites' is not on north-proxy");
    }

    @Test
    void aCommandThatReachesTheAgentIsRefusedAsUnsupported(TwoMachines machines) throws Exception {
        String id = UUID.randomUUID().toString();
        TakeSnapshot take = new TakeSnapshot("tank/sites", "by-hand", false, "system test", null);
        Envelope envelope = new Envelope(
                id,
                Source.of(Service.ZFS_SYNC),
                EventType.of(take).id(),
                Instant.now(),
                "north-proxy",
                "tank/sites@by-hand",
                Trace.NONE,
                Instant.now().plusSeconds(60));
        BusUser admin = BusUser.admin(machines.suite());
        admin.write(Codec.encode(Topic.commands("north-proxy"), "north-proxy", take, envelope, zfsSync(machines)));
        String report = Awaitility.await("the agent's report")
                .atMost(TwoMachines.PATIENCE)
                .until(
                        () -> admin.readAll(Topic.REPORTS.topicName()).stream()
                                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                                .filter(body -> body.contains(id) && body.contains("reason"))
                                .findFirst()
                                .orElse(""),
                        body -> !body.isEmpty());
        JsonNode refused = Json.mapper().readTree(report);
        assertThat(refused.path("reason").asText()).isEqualTo("UNSUPPORTED");
        assertThat(refused.path("detail").asText()).contains("zfs");
    }

    private static Signer zfsSync(TwoMachines machines) throws IOException {
        Keys keys = new Keys(machines.suite().state().keys());
        Map<?, ?> anchors = Json.mapper().readValue(PrivateFiles.read(keys.anchors()), Map.class);
        String user = Service.ZFS_SYNC.kafkaUser();
        return new Signer(
                user,
                KeyCodec.privateKey(PrivateFiles.read(keys.signingKey(Service.ZFS_SYNC))),
                KeyCodec.publicKey((String) anchors.get(Service.ZFS_SYNC.id())));
    }
}
