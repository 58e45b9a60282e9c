package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotKind;

/** What the files have done with the snapshots of a dataset by the name it has; {@code where} says so, null when nothing is done. */
record Keeping(String where, Measure measure) {
    static final Keeping NONE = new Keeping(null, null);

    /** What may be another under another name. {@code numbers} are those of sanoid.conf by their keys, as far as they say what is destroyed. */
    record Measure(
            boolean isManaged, boolean takes, boolean prunes, Map<String, Double> numbers, List<SnapshotKind> holds) {
        Measure {
            numbers = Map.copyOf(numbers);
            holds = List.copyOf(holds);
        }

        /** The same but for who does it. */
        boolean isThatOf(Measure other) {
            return takes == other.takes
                    && prunes == other.prunes
                    && numbers.equals(other.numbers)
                    && holds.equals(other.holds);
        }
    }

    boolean isAny() {
        return measure != null;
    }
}
