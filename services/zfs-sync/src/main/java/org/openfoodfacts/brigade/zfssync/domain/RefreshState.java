package org.openfoodfacts.brigade.zfssync.domain;

import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Acting;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.RefreshPhase.Failed;

/** A refresh's phase in one word. */
public enum RefreshState {
    ACTING,
    DONE,
    FAILED;

    public static RefreshState of(RefreshPhase phase) {
        return switch (phase) {
            case Acting _ -> ACTING;
            case Done _ -> DONE;
            case Failed _ -> FAILED;
        };
    }
}
