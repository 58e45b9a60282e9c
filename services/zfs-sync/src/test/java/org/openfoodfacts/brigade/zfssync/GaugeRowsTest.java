package org.openfoodfacts.brigade.zfssync;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openfoodfacts.brigade.zfssync.GaugeRows.Value;

class GaugeRowsTest {
    private static final Tags ONE = Tags.of("node", "one");
    private static final Tags TWO = Tags.of("node", "two");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final GaugeRows rows = new GaugeRows(metrics, "ages", "seconds");

    @Test
    void whatChangesIsTheSameGaugeAllTheTimeSoThatNoScrapeMissesIt() {
        rows.set(Stream.of(new Value(ONE, 1)));
        Gauge first = gauge(ONE);
        rows.set(Stream.of(new Value(ONE, 2), new Value(TWO, 3)));

        assertThat(gauge(ONE)).isSameAs(first);
        assertThat(first.value()).isEqualTo(2);
        assertThat(gauge(TWO).value()).isEqualTo(3);
    }

    @Test
    void whatIsGoneHasNoGaugeAndIsAnewWhenItComesBack() {
        rows.set(Stream.of(new Value(ONE, 1), new Value(TWO, 2)));
        rows.set(Stream.of(new Value(TWO, 2)));
        assertThat(gauge(ONE)).isNull();

        rows.set(Stream.of(new Value(ONE, 7)));
        assertThat(gauge(ONE).value()).isEqualTo(7);
        assertThat(gauge(TWO)).isNull();
    }

    private Gauge gauge(Tags tags) {
        return metrics.find("ages").tags(tags).gauge();
    }
}
