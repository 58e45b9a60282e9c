package org.openfoodfacts.brigade.zfssync.domain;

import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Cancelled;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Done;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Failed;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Pulling;
import org.openfoodfacts.brigade.zfssync.domain.TransferPhase.Queued;

/** A transfer's phase in one word. */
public enum TransferState {
    QUEUED,
    PULLING,
    DONE,
    FAILED,
    CANCELLED;

    public static TransferState of(TransferPhase phase) {
        return switch (phase) {
            case Queued _ -> QUEUED;
            case Pulling _ -> PULLING;
            case Done _ -> DONE;
            case Failed _ -> FAILED;
            case Cancelled _ -> CANCELLED;
        };
    }
}
