package org.openfoodfacts.brigade.inventory.rest;

import java.util.Arrays;
import java.util.Locale;
import org.openfoodfacts.brigade.inventory.domain.Machine.Status;
import org.openfoodfacts.brigade.platform.rest.ProblemException;

/** The words of the API for whether a node is there: online, lost, never-seen. */
final class StatusView {
    private StatusView() {}

    static String of(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Null when absent. */
    static Status parse(String text) {
        if (QueryMapper.orNull(text) == null) {
            return null;
        }
        return Arrays.stream(Status.values())
                .filter(status -> of(status).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.field("status", "must be online, lost or never-seen"));
    }
}
