package org.openfoodfacts.brigade.zfssync.domain;

import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RepairPhase.Failed;

/** A repair's phase in one word. */
public enum RepairState {
    ACTING,
    DONE,
    FAILED;

    public static RepairState of(RepairPhase phase) {
        return switch (phase) {
            case Acting _ -> ACTING;
            case Done _ -> DONE;
            case Failed _ -> FAILED;
        };
    }
}
