package org.openfoodfacts.brigade.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openfoodfacts.brigade.agent.testing.AgentBus;
import org.openfoodfacts.brigade.agent.testing.AgentLab;
import org.openfoodfacts.brigade.agent.testing.FleetKeys;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CancelCommand;
import org.openfoodfacts.brigade.contracts.facts.Fact;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandProgress;
import org.openfoodfacts.brigade.contracts.reports.CommandRefused;
import org.openfoodfacts.brigade.contracts.reports.CommandReport;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Codec;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Verification;
import org.openfoodfacts.brigade.contracts.wire.WireRecord;

/** A whole agent carries out commands that a real Kafka brings. */
@Timeout(600)
@ExtendWith(RequiresDocker.class)
class AgentCommandsIT {
    private static AgentBus bus;

    @TempDir
    Path folder;

    private AgentLab lab;

    @BeforeAll
    static void startKafka() {
        bus = new AgentBus();
    }

    @AfterAll
    static void stopKafka() {
        bus.close();
    }

    @BeforeEach
    void enrol() throws IOException {
        lab = new AgentLab(bus, folder);
    }

    @AfterEach
    void endWhatRuns() throws Exception {
        lab.endWhatRuns();
    }

    @Test
    void aCommandRunsStreamsItsOutputAndItsEndIsReported() throws Exception {
        lab.startAgent();
        UUID id = lab.sendSnapshot("tank/a");
        await().until(() -> !lab.reports(CommandProgress.class).isEmpty());

        lab.letThemEnd();

        await().until(() -> !lab.reports(CommandDone.class).isEmpty());
        List<CommandReport> reports = lab.reports(CommandReport.class);
        assertThat(reports).allMatch(r -> r.commandId().equals(id));
        assertThat(reports.getFirst()).isInstanceOf(CommandAccepted.class);
        assertThat(reports.getLast()).isInstanceOf(CommandDone.class);
        await().until(() -> lab.facts().stream().anyMatch(d -> d.message() instanceof PresenceFact));
        PublicKeys own = lab.ownKey();
        assertThat(bus.all(Topic.FACTS.topicName()))
                .filteredOn(r -> r.key().startsWith(lab.node))
                .allSatisfy(record -> {
                    Decoded<Fact> fact = Codec.decode(record, Fact.class);
                    assertThat(Verification.objection(record, fact.type(), fact.envelope(), own))
                            .isEmpty();
                });
    }

    @Test
    void aReplayedAndAForgedCommandAreRefusedAndTheLoopGoesOn() throws Exception {
        lab.letThemEnd();
        lab.startAgent();
        UUID id = UUID.randomUUID();
        WireRecord record =
                lab.fleet.command(Service.ZFS_SYNC, lab.node, id, AgentLab.snapshot("tank/a"), AgentLab.later());
        bus.send(record);
        bus.send(record);
        bus.send(new FleetKeys()
                .command(Service.ZFS_SYNC, lab.node, UUID.randomUUID(), AgentLab.snapshot("tank/a"), AgentLab.later()));
        bus.send(new WireRecord(
                record.topic(), lab.node, Map.of("ce_id", "x"), "garbage".getBytes(StandardCharsets.UTF_8)));
        UUID last = lab.sendSnapshot("tank/b");

        await().until(() -> lab.reports(CommandDone.class).stream()
                .anyMatch(d -> d.commandId().equals(last)));

        assertThat(lab.reports(CommandRefused.class))
                .extracting(CommandRefused::reason)
                .containsExactly(CommandRefused.Reason.REPLAYED, CommandRefused.Reason.BAD_SIGNATURE);
        assertThat(lab.runs()).isEqualTo(2);
    }

    @Test
    void aCancelEndsTheCommandThatRuns() throws Exception {
        lab.startAgent();
        UUID id = lab.sendSnapshot("tank/a");
        await().until(() -> lab.runs() == 1);

        bus.send(lab.fleet.command(
                Service.ZFS_SYNC, lab.node, UUID.randomUUID(), new CancelCommand(id), AgentLab.later()));

        await().untilAsserted(() -> assertThat(lab.reports(CommandFailed.class))
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CANCELLED)));
    }
}
