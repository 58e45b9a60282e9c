package org.openfoodfacts.brigade.agent.facts;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openfoodfacts.brigade.agent.tools.zfs.ZfsProperty;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;

/**
 * Reason and end of snapshots taken by hand, from {@code zfs get -s local,received}: a property a snapshot merely inherits from its
 * dataset does not count, else one line on a dataset would make all its snapshots expire.
 */
final class ExpiryLines {
    private ExpiryLines() {}

    static Map<String, Expiry> parse(List<String> lines) {
        Map<String, Expiry> expiries = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", 3);
            if (fields.length == 3 && fields[0].contains("@")) {
                Expiry known = expiries.getOrDefault(fields[0], new Expiry(null, null));
                expiries.put(fields[0], with(known, fields[1], fields[2]));
            }
        }
        return expiries;
    }

    private static Expiry with(Expiry known, String property, String value) {
        return switch (property) {
            case ZfsProperty.REASON -> new Expiry(value, known.expiresAt());
            case ZfsProperty.EXPIRES -> new Expiry(known.reason(), instant(value));
            default -> known;
        };
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value.strip());
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
