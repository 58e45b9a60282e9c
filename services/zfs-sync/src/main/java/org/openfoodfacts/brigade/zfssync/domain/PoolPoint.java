package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Instant;

/** How full a pool was at one moment; {@code guid} tells it from another one of the same name. Sizes in bytes. */
public record PoolPoint(Instant at, String guid, long sizeBytes, long allocatedBytes) {

    /** Used share of the size; a pool without a size (a faulted one says none) counts as empty. */
    double used() {
        return sizeBytes <= 0 ? 0 : (double) allocatedBytes / sizeBytes;
    }

    boolean isSamePoolAs(PoolPoint other) {
        return guid.equals(other.guid) && sizeBytes == other.sizeBytes;
    }
}
