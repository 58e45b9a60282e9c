package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.Topic;
import org.openfoodfacts.brigade.contracts.commands.CloneSnapshots;
import org.openfoodfacts.brigade.contracts.commands.Command;
import org.openfoodfacts.brigade.contracts.commands.DestroyClones;
import org.openfoodfacts.brigade.contracts.commands.StartUnits;
import org.openfoodfacts.brigade.contracts.commands.StopUnits;
import org.openfoodfacts.brigade.contracts.commands.SwapClones;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshed;
import org.openfoodfacts.brigade.contracts.reports.CommandAccepted;
import org.openfoodfacts.brigade.contracts.reports.CommandFailed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.Clone;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesDestroyed;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.ClonesSwapped;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStarted;
import org.openfoodfacts.brigade.contracts.reports.CommandResult.UnitsStopped;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.Silence;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A consumer that falls silent when it is to start, and does not start when it is heard again. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class LeftDownIT {
    private static final ClonesSwapped SWAPPED =
            new ClonesSwapped(List.of(new Clone("t/s/a.before", "1"), new Clone("t/s/b.before", "2")));

    private final ClonesLab lab = new ClonesLab();
    private final Set<String> seen = new HashSet<>();

    @Inject
    DataSource database;

    @AfterEach
    void closeBus() {
        lab.close();
    }

    @Test
    void itIsAskedAgainAndThenStartedByTheNextRefresh() {
        lab.declare("ku", "kv", null);
        lab.snapshots("ku");
        lab.datasets("ku");
        upToStart(new UnitsStopped(List.of("web.service", "mnt.mount")));
        Decoded<StartUnits> silent = next("kv", StartUnits.class);
        lab.bus.report("kv", new CommandAccepted(ClonesLab.id(silent), Instant.now()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .untilAsserted(() -> Silence.tooLong(database, ClonesLab.id(silent)));
        Decoded<StartUnits> again = next("kv", StartUnits.class);
        assertThat(again.message().units()).containsExactly("mnt.mount", "web.service");
        lab.failed("kv", again, CommandFailed.Reason.TOOL_FAILED, "web.service: no port", started("mnt.mount"));
        lab.done("ku", next("ku", DestroyClones.class), new ClonesDestroyed(List.of(), 0));
        assertThat(lab.event(ClonesRefreshFailed.class, "ku").message().stopped())
                .containsExactly("kv/web.service");

        upToStart(new UnitsStopped(List.of("mnt.mount")));
        Decoded<StartUnits> both = next("kv", StartUnits.class);
        assertThat(both.message().units()).containsExactly("mnt.mount", "web.service");
        lab.done("kv", both, started("mnt.mount", "web.service"));
        lab.done("ku", next("ku", DestroyClones.class), new ClonesDestroyed(List.of(), 0));

        assertThat(lab.event(ClonesRefreshed.class, "ku").message().clones()).isEqualTo("set-ku");
    }

    private void upToStart(UnitsStopped stopped) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("operator"))
                        .post("/clones/set-ku/refresh")
                        .then()
                        .statusCode(202));
        lab.done("ku", next("ku", CloneSnapshots.class), ClonesLab.FRESH);
        lab.done("kv", next("kv", StopUnits.class), stopped);
        lab.done("ku", next("ku", SwapClones.class), SWAPPED);
    }

    private static UnitsStarted started(String... units) {
        return new UnitsStarted(List.of(units));
    }

    /** The node's next such command. */
    private <C extends Command> Decoded<C> next(String node, Class<C> type) {
        Decoded<C> command = lab.bus.await(
                Topic.commands(node),
                type,
                sent -> !seen.contains(sent.envelope().id()));
        seen.add(command.envelope().id());
        return command;
    }
}
