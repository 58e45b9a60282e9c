package org.openfoodfacts.brigade.zfssync.domain;

import java.time.Duration;
import java.time.Instant;

/** How a pool stood when it was last looked at; {@code since} and {@code healthSince} are when its space and its health came to be so. */
public record PoolRecord(
        Key key, Space space, Instant since, PoolHealth health, Instant healthSince, PoolForecast forecast) {

    public record Key(String node, String pool) {}

    /** Whether a pool has room. It is told at a forecast, and a little room more ends a state than began it, so that it does not flutter. */
    public enum Space {
        OK,
        /** It is likely to be full within the warning time, or may be within a quarter of it. */
        FILLING,
        FULL;

        private static final double ROOM_TO_LEAVE = 0.01;

        /** {@code before} is null for a pool never seen before. A pool that says no size, as a faulted one, is what it was. */
        static Space of(Space before, PoolPoint now, PoolForecast forecast, Instant at, PoolLimits limits) {
            if (now.sizeBytes() <= 0) {
                return before == null ? OK : before;
            }
            double full = before == FULL ? limits.full() - ROOM_TO_LEAVE : limits.full();
            if (now.used() >= full) {
                return FULL;
            }
            Duration warning = before == null || before == OK
                    ? limits.warning()
                    : limits.warning().multipliedBy(5).dividedBy(4);
            return isFilling(forecast.fillsAt(), at, warning) ? FILLING : OK;
        }

        private static boolean isFilling(PoolForecast.FillsAt fillsAt, Instant at, Duration warning) {
            return fillsAt != null
                    && (isBefore(fillsAt.likely(), at.plus(warning))
                            || isBefore(fillsAt.early(), at.plus(warning.dividedBy(4))));
        }

        private static boolean isBefore(Instant day, Instant limit) {
            return day != null && day.isBefore(limit);
        }
    }
}
