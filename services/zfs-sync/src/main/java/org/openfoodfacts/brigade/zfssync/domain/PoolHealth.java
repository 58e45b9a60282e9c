package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.Device;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;

/**
 * Whether a pool keeps what is in it: {@code state} is zpool's own word, null where it said none, {@code devices} those with errors or in
 * another state than well, {@code damaged} that there is data no copy could mend, {@code unscrubbed} that it is long since all of it was read and
 * compared. More errors of the same device change nothing.
 */
public record PoolHealth(String state, List<String> devices, boolean damaged, boolean unscrubbed) {
    public PoolHealth {
        devices = List.copyOf(devices);
    }

    /** {@code status} is null where the agent does not tell of devices. */
    static PoolHealth of(String state, PoolStatus status, boolean unscrubbed) {
        return status == null
                ? new PoolHealth(state, List.of(), false, false)
                : new PoolHealth(
                        state,
                        status.devices().stream()
                                .map(Device::name)
                                .distinct()
                                .sorted()
                                .toList(),
                        status.dataErrors() != null && status.dataErrors() > 0,
                        unscrubbed);
    }
}
