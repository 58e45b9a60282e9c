package org.openfoodfacts.brigade.proxyconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.contracts.testing.RequiresDocker;
import org.openfoodfacts.brigade.platform.testing.BusAndDatabase;

/** A request that is refused ends what is due all the same; here nobody else does. */
@ExtendWith(RequiresDocker.class)
@QuarkusTest
@TestProfile(RefusedBanIT.RareSweep.class)
@QuarkusTestResource(BusAndDatabase.class)
class RefusedBanIT {
    private BansLab lab;

    public static final class RareSweep implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("brigade.proxy-config.expiry-sweep", "1h");
        }
    }

    @BeforeEach
    void declareProxy() {
        lab = new BansLab();
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aNarrowerBanComesToTheProxiesThoughTheRequestThatEndedTheWiderOneIsRefused() {
        Instant end = Instant.parse(BansLab.ban("cidr", "192.0.0.0/22", "PT2S")
                .statusCode(201)
                .extract()
                .path("until"));
        String narrow = BansLab.ban("cidr", "192.0.2.0/24", "PT1H")
                .statusCode(201)
                .extract()
                .path("id");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> Instant.now().isAfter(end));

        BansLab.ban("cidr", "192.0.2.0/24", "PT1H").statusCode(409);

        BansLab.await(() -> assertThat(lab.newestOrder().bans())
                .extracting(b -> b.id().toString())
                .contains(narrow));
        BansLab.as("operator").delete("/bans/" + narrow).then().statusCode(200);
    }
}
