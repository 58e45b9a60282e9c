package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** How the devices of the ZFS pools are: a pool that is ONLINE may have one that fails, which only {@code zpool status} tells. */
public record PoolStatusFact(List<PoolStatus> pools) implements Fact {
    public PoolStatusFact {
        pools = Copies.of(pools);
    }

    /**
     * {@code scrubbedAt} is when the last scrub ended, null while one runs, after a resilver, and when there was none; {@code dataErrors} counts
     * what could not be mended, null when zpool did not say. {@code devices} are those that are not well, in zpool's order.
     */
    public record PoolStatus(
            @Required String name, @Required String state, Instant scrubbedAt, Long dataErrors, List<Device> devices) {
        public PoolStatus {
            devices = Copies.of(devices);
        }
    }

    /** {@code state} is zpool's own word; the errors are those since they were last cleared. */
    public record Device(
            @Required String name, @Required String state, long readErrors, long writeErrors, long checksumErrors) {}
}
