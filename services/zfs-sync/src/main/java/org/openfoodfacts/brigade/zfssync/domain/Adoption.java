package org.openfoodfacts.brigade.zfssync.domain;

import java.util.List;
import org.openfoodfacts.brigade.confs.sanoid.Policy;
import org.openfoodfacts.brigade.contracts.snapshots.SnapshotPolicy;

/** Whether Brigade can do for a dataset what its sanoid.conf says. It refuses what sanoid dies of, and what sanoid cannot mean. */
public sealed interface Adoption {

    record Adopted(SnapshotPolicy policy) implements Adoption {}

    record Refused(List<Objection> objections) implements Adoption {
        public Refused {
            objections = List.copyOf(objections);
        }
    }

    /** {@code line} of sanoid.conf; 0 for sanoid's own default. */
    record Objection(String key, String value, int line, String why) {}

    static Adoption of(Policy policy) {
        return new PolicyAdoption(policy).adopt();
    }
}
