package org.openfoodfacts.brigade.zfssync.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.PoolStatusFact.PoolStatus;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;
import org.openfoodfacts.brigade.zfssync.domain.PoolForecast;
import org.openfoodfacts.brigade.zfssync.domain.PoolRecord;
import org.openfoodfacts.brigade.zfssync.persistence.DatasetStore.NodePool;

/** A pool as the newest facts show it, and what the last sweep made of it: null until it has seen the pool. {@code status} tells of the
 * devices, null where the agent does not. */
public record PoolView(
        String node,
        @JsonUnwrapped Pool pool,
        @JsonUnwrapped Standing standing,
        PoolStatus status) {

    /** {@code since} is when the state of its space began, {@code healthSince} that of its health; {@code fillsAt} is null when it does not fill. */
    public record Standing(
            PoolRecord.Space state,
            Instant since,
            Instant healthSince,
            PoolForecast.Outlook outlook,
            PoolForecast.FillsAt fillsAt) {
        private static final Standing UNKNOWN = new Standing(null, null, null, null, null);
    }

    /** {@code seen} is what the last sweep stored, null before the first. */
    static PoolView of(NodePool row, PoolRecord seen, PoolStatus status) {
        Standing standing = seen == null
                ? Standing.UNKNOWN
                : new Standing(
                        seen.space(),
                        seen.since(),
                        seen.healthSince(),
                        seen.forecast().outlook(),
                        seen.forecast().fillsAt());
        return new PoolView(row.node(), row.pool(), standing, status);
    }

    String cursor() {
        return node + "/" + pool.name();
    }
}
