package org.openfoodfacts.brigade.agent.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openfoodfacts.brigade.agent.Machine;
import org.openfoodfacts.brigade.agent.facts.Passed;
import org.openfoodfacts.brigade.agent.facts.Probe;
import org.openfoodfacts.brigade.agent.facts.Watch;

/** Runs all probes and publishes what they see. A probe that fails keeps what it saw before and stops no other. */
public final class FactCycle {
    private static final Logger LOG = Logger.getLogger(FactCycle.class.getName());

    private final Machine machine;
    private final List<Probe> probes;
    private final Supplier<Watch> watch;
    private final FactPublisher publisher;
    private final Set<String> failing = new HashSet<>();

    public FactCycle(Machine machine, List<Probe> probes, Supplier<Watch> watch, FactPublisher publisher) {
        this.machine = machine;
        this.probes = probes;
        this.watch = watch;
        this.publisher = publisher;
    }

    /** Under which name the publisher knows the facts of a probe. */
    public static String source(Probe probe) {
        return "probe " + probe.name();
    }

    /** @param everything true publishes what did not change too */
    public void observe(boolean everything) {
        Watch now = watch.get();
        for (Probe probe : probes) {
            try {
                publisher.publish(source(probe), probe.observe(machine, now), everything);
                failing.remove(probe.name());
            } catch (RuntimeException | Error e) {
                LOG.log(
                        failing.add(probe.name()) ? Level.WARNING : Level.FINE,
                        "the probe " + probe.name() + " failed; its facts stay as they were",
                        e);
            }
        }
    }

    /** Decides when the facts that did not change are due again. */
    public static final class Beat {
        private final Duration interval;
        private final InstantSource clock;
        private Instant last = Instant.MIN;

        public Beat(Duration interval, InstantSource clock) {
            this.interval = interval;
            this.clock = clock;
        }

        /** True once per interval. */
        public boolean isDue() {
            Instant now = clock.instant();
            if (last.equals(Instant.MIN) || Passed.since(last, interval, now)) {
                last = now;
                return true;
            }
            return false;
        }
    }
}
