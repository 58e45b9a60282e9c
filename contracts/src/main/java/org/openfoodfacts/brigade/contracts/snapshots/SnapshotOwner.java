package org.openfoodfacts.brigade.contracts.snapshots;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who took a snapshot, by its name: whoever took it also destroys it. Only {@link #SANOID} ones are ever pruned by a policy; an unknown one
 * (by hand, by a {@code pct snapshot}) belongs to nobody we know and stays until somebody says otherwise.
 */
public enum SnapshotOwner {
    SANOID,
    SYNCOID,
    PROXMOX,
    BRIGADE,
    UNKNOWN;

    /** syncoid: an identifier may stand before the host; its time has the zone behind it since 2.0. Proxmox: backup, replication, migration, template. */
    private static final Map<SnapshotOwner, Pattern> NAMES = Map.of(
            SYNCOID, Pattern.compile("syncoid_.+_\\d{4}-\\d\\d-\\d\\d:\\d\\d:\\d\\d:\\d\\d(?:-GMT-?\\d\\d:\\d\\d)?"),
            PROXMOX, Pattern.compile("vzdump|__replicate_\\d+-\\d+_\\d+__|__migration__|__base__"),
            BRIGADE, Pattern.compile("brigade_\\d{8}T\\d{6}Z_[0-9a-f]{8}"));

    /** {@code name} is the part behind the {@code @}. */
    public static SnapshotOwner of(String name) {
        if (SnapshotKind.of(name).isPresent()) {
            return SANOID;
        }
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(name).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
