package org.openfoodfacts.brigade.contracts.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How blocks travel. What is encrypted travels raw, so the target never needs a key; all else as it lies on the disk, as far as the target's
 * pool can store it: zfs receive refuses a stream with a feature that its pool lacks.
 */
public record SendFlags(boolean raw, boolean compressed, boolean largeBlocks, boolean embedded) {

    /**
     * {@code targetFeatures} are names of pool features that are enabled or active, as {@code zpool get} has them behind {@code feature@}. A
     * target that does not know the youngest compression may get blocks that it cannot store.
     */
    public static SendFlags of(boolean encrypted, Set<String> targetFeatures) {
        return new SendFlags(
                encrypted,
                targetFeatures.contains("lz4_compress") && targetFeatures.contains("zstd_compress"),
                targetFeatures.contains("large_blocks"),
                targetFeatures.contains("embedded_data"));
    }

    /** As options of {@code zfs send}. */
    public List<String> options() {
        List<String> options = new ArrayList<>();
        if (raw) {
            options.add("-w");
        }
        if (compressed) {
            options.add("-c");
        }
        if (largeBlocks) {
            options.add("-L");
        }
        if (embedded) {
            options.add("-e");
        }
        return options;
    }
}
