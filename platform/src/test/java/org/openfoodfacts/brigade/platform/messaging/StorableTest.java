package org.openfoodfacts.brigade.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.contracts.EventType;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact;
import org.openfoodfacts.brigade.contracts.wire.Decoded;
import org.openfoodfacts.brigade.contracts.wire.Envelope;
import org.openfoodfacts.brigade.contracts.wire.MalformedException;
import org.openfoodfacts.brigade.contracts.wire.Trace;

class StorableTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T07:59:00Z, 2026-11-24T07:59:00Z",
        "2040-01-01T00:00:00Z, 2026-11-24T08:00:00Z",
        "1900-01-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void aClockThatIsWrongDoesNoLastingHarm(Instant said, Instant taken) {
        assertThat(Storable.of(fact("1", said), NOW).envelope().time()).isEqualTo(taken);
    }

    @Test
    void whatNoTableCanHoldIsPutAsideAtOnce() {
        assertThatThrownBy(() -> Storable.of(fact("a\0b", NOW), NOW)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Storable.of(fact("x".repeat(513), NOW), NOW)).isInstanceOf(MalformedException.class);
    }

    private static Decoded<PoolsFact> fact(String id, Instant time) {
        Envelope envelope =
                new Envelope(id, "/nodes/north1", EventType.POOLS.id(), time, "north1", null, Trace.NONE, null);
        return new Decoded<>(EventType.POOLS, envelope, "north1/pools", null);
    }
}
