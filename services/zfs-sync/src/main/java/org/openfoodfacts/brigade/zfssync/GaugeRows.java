package org.openfoodfacts.brigade.zfssync;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gauges of one name, one for each of the things there are. A gauge stays while its thing does, and only its value changes: one that is made anew
 * each time ({@code MultiGauge.register(…, true)}) is not there for a moment, and a scrape may come just then.
 */
final class GaugeRows {
    private final MultiGauge gauge;
    private final Map<Tags, AtomicLong> values = new HashMap<>();

    record Value(Tags tags, long value) {}

    /** @param unit null for none */
    GaugeRows(MeterRegistry metrics, String name, String unit) {
        this.gauge = MultiGauge.builder(name).baseUnit(unit).register(metrics);
    }

    /** @param all what there is now; whatever else there was is gone */
    synchronized void set(Stream<Value> all) {
        Map<Tags, Long> now = all.collect(Collectors.toMap(Value::tags, Value::value, (one, _) -> one));
        values.keySet().retainAll(now.keySet());
        now.forEach((tags, value) ->
                values.computeIfAbsent(tags, _ -> new AtomicLong()).set(value));
        gauge.register(
                values.entrySet().stream()
                        .<Row<?>>map(entry -> Row.of(entry.getKey(), entry.getValue(), AtomicLong::doubleValue))
                        .toList(),
                false);
    }
}
