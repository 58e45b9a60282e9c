package org.openfoodfacts.brigade.contracts;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Message ids: UUID version 7 (RFC 9562), so that ids sort by the time they were made. */
public final class Ids {
    private Ids() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
