package org.openfoodfacts.brigade.zfssync.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.Json;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotWish.Objection;

class SnapshotWishTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    @Test
    void onlyTheDatasetItselfIsMeantUnlessMoreIsSaid() throws Exception {
        String body = "{\"node\":\"north1\",\"dataset\":\"tank/a\",\"reason\":\"before upgrade\"}";

        assertThat(Json.mapper().readValue(body, SnapshotWish.class).recursive())
                .isFalse();
    }

    @Test
    void aWishWithNodeDatasetReasonAndEndIsTaken() {
        assertThat(new SnapshotWish("north1", "tank/a", false, "before upgrade", TOMORROW).objection(NOW))
                .isEmpty();
    }

    @Test
    void theFirstWrongFieldIsNamed() {
        assertField("node", new SnapshotWish(null, "tank", false, "why", TOMORROW));
        assertField("node", new SnapshotWish("../x", "tank", false, "why", TOMORROW));
        assertField("dataset", new SnapshotWish("north1", null, false, "why", TOMORROW));
        assertField("dataset", new SnapshotWish("north1", "tank@x", false, "why", TOMORROW));
        assertField("reason", new SnapshotWish("north1", "tank", false, " ", TOMORROW));
        assertField("reason", new SnapshotWish("north1", "tank", false, "x".repeat(201), TOMORROW));
        assertField("reason", new SnapshotWish("north1", "tank", false, "two\nlines", TOMORROW));
        assertField("reason", new SnapshotWish("north1", "tank", false, "half \ud83d", TOMORROW));
        assertField("expiresAt", new SnapshotWish("north1", "tank", false, "why", null));
        assertField("expiresAt", new SnapshotWish("north1", "tank", false, "why", NOW));
        assertField("expiresAt", new SnapshotWish("north1", "tank", false, "why", NOW.plus(Duration.ofDays(367))));
    }

    private static void assertField(String field, SnapshotWish wish) {
        assertThat(wish.objection(NOW)).map(Objection::field).contains(field);
    }
}
