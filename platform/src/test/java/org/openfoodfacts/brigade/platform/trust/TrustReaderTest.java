package org.openfoodfacts.brigade.platform.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.contracts.signing.PublicKeys;

class TrustReaderTest {
    /** As when the name server does not answer while the service starts. */
    @Test
    void aBrokerWhoseNameIsNotKnownIsWaitedFor() throws InterruptedException {
        TrustReader reader = new TrustReader(
                Map.of("bootstrap.servers", "nowhere.invalid:1"),
                PublicKeys.none(),
                _ -> {},
                _ -> {},
                new TrustProgress());
        Thread thread = Thread.ofVirtual().start(reader);

        assertThat(thread.join(Duration.ofSeconds(3))).as("it has ended").isFalse();

        reader.stop();
        assertThat(thread.join(Duration.ofSeconds(60))).as("it has ended").isTrue();
    }
}
