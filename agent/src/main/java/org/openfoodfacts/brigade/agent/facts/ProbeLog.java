package org.openfoodfacts.brigade.agent.facts;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says once what a probe could not see, and again only when that changes: probes run every minute. */
final class ProbeLog {
    private static final System.Logger LOG = System.getLogger(ProbeLog.class.getName());
    private static final Map<String, String> LAST = new ConcurrentHashMap<>();

    private ProbeLog() {}

    static void odd(String probe, String what) {
        if (!what.equals(LAST.put(probe, what))) {
            LOG.log(System.Logger.Level.WARNING, "probe {0}: {1}", probe, what);
        }
    }
}
