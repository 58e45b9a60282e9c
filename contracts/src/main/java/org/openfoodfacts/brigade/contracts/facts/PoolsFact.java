package org.openfoodfacts.brigade.contracts.facts;

import java.util.List;
import org.openfoodfacts.brigade.contracts.Copies;
import org.openfoodfacts.brigade.contracts.Required;

/** ZFS pools; sizes in bytes. {@code health} is zpool's own word (ONLINE, DEGRADED, …). */
public record PoolsFact(List<Pool> pools) implements Fact {
    public PoolsFact {
        pools = Copies.of(pools);
    }

    public record Pool(
            @Required String name,
            @Required String guid,
            String health,
            long sizeBytes,
            long allocatedBytes,
            long freeBytes,
            int fragmentationPercent) {}
}
