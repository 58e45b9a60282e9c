package org.openfoodfacts.brigade.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import org.openfoodfacts.brigade.agent.testing.LongCommandAgent;
import org.openfoodfacts.brigade.contracts.Service;
import org.openfoodfacts.brigade.contracts.orders.EnforceBans;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandDone;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.OrderReport;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;

/** A whole agent that is killed, cut off from Kafka, or started twice. */
@Timeout(600)
@ExtendWith(RequiresDocker.class)
class AgentOutagesIT {
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
    void anAgentKilledWhileACommandRunsReportsItCutShortAndDoesNotRunItTwice() throws Exception {
        Process first = lab.startProcess();
        UUID id = lab.sendSnapshot("tank/a");
        await().atMost(Duration.ofMinutes(2)).until(() -> lab.runs() == 1);
        ProcessHandle child = first.descendants().findFirst().orElseThrow();

        first.destroyForcibly().waitFor();
        child.destroyForcibly();
        lab.startProcess();

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(lab.reports(CommandFailed.class))
                        .singleElement()
                        .satisfies(f -> assertThat(f.commandId()).isEqualTo(id))
                        .satisfies(f -> assertThat(f.reason()).isEqualTo(CommandFailed.Reason.CUT_SHORT)));
        UUID next = lab.sendSnapshot("tank/b");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> lab.reports(CommandAccepted.class).stream()
                        .anyMatch(a -> a.commandId().equals(next)));
        await().until(() -> lab.runs() == 2);
        assertThat(lab.reports(CommandFailed.class)).hasSize(1);
    }

    @Test
    void ordersAreFollowedWhileKafkaIsAwayAndEverythingResumesAfter() throws Exception {
        Agent first = lab.startAgent();
        bus.send(lab.fleet.order(Service.PROXY_CONFIG, lab.node, new EnforceBans(4, List.of())));
        await().until(() -> !lab.reports(OrderReport.class).isEmpty());
        first.close();
        Files.delete(folder.resolve("bans"));

        bus.pausedWhile(() -> {
            lab.startAgent();
            await().untilAsserted(() -> assertThat(bans()).hasSizeGreaterThan(2).containsOnly("4"));
        });
        lab.letThemEnd();
        UUID id = lab.sendSnapshot("tank/a");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> lab.reports(CommandDone.class).stream()
                        .anyMatch(d -> d.commandId().equals(id)));
    }

    @Test
    void twoAgentsCannotWorkWithOneState() throws Exception {
        lab.startAgent();
        await().until(() -> !lab.facts().isEmpty());
        Agent second = LongCommandAgent.of(lab.config(), folder);

        assertThatThrownBy(second::run).hasMessageContaining("another agent works");
    }

    private List<String> bans() throws IOException {
        Path bans = folder.resolve("bans");
        return Files.exists(bans) ? Files.readAllLines(bans) : List.of();
    }
}
