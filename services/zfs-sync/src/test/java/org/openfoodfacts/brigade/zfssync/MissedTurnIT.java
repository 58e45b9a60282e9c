package org.openfoodfacts.brigade.zfssync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.events.ZfsEvent.ClonesRefreshFailed;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;
import org.openfoodfacts.brigade.platform.testing.TestTokens;

/** A set whose turn came and passed while the service was away. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@QuarkusTestResource(BusAndDatabase.class)
class MissedTurnIT {
    private final ClonesLab lab = new ClonesLab();

    @Inject
    Mutiny.SessionFactory sessions;

    @AfterEach
    void closeBus() {
        lab.close();
    }

    @Test
    void aTurnThatPassedWhileNobodyLookedIsToldAndNoneOfBeforeTheSchedule() throws Throwable {
        lab.declare("turna", "turnb", ClonesLab.minutesAgo(90));
        await(() -> get("/clones").body("items.name", contains("set-turna")));
        get("/clones/refreshes?name=set-turna").body("items", hasSize(0));

        scheduledYesterday();

        ClonesRefreshFailed told = lab.event(ClonesRefreshFailed.class, "turna").message();
        assertThat(told.reason()).isEqualTo("TURN_MISSED");
        assertThat(told.detail()).contains("zfs-sync was away");
        get("/clones/refreshes?name=set-turna").body("items", hasSize(1));
    }

    private void scheduledYesterday() throws Throwable {
        var _ = VertxContextSupport.subscribeAndAwait(
                () -> sessions.withTransaction(session -> session.createNativeQuery(
                                "update staging_clones set scheduled_since = now() - interval '1 day' where name = 'set-turna'")
                        .executeUpdate()));
    }

    private static ValidatableResponse get(String path) {
        return given().auth()
                .oauth2(TestTokens.token("viewer"))
                .get(path)
                .then()
                .statusCode(200);
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(check);
    }
}
