package org.openfoodfacts.brigade.proxyconfig.rest;

import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;

/** A ban as REST shows it. {@code until} absent: until lifted; {@code ended} absent: it lasts; {@code enforcedOn} counts proxies. */
public record BanView(
        UUID id,
        String network,
        String reason,
        String addedBy,
        Instant addedAt,
        Instant until,
        Ban.End ended,
        long enforcedOn) {

    static BanView of(Ban ban, long enforcedOn) {
        return new BanView(
                ban.id(),
                ban.network().toString(),
                ban.reason(),
                ban.by(),
                ban.at(),
                ban.until(),
                ban.end(),
                enforcedOn);
    }
}
