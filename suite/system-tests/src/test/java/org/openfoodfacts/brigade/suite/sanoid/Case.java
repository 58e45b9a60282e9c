package org.openfoodfacts.brigade.suite.sanoid;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Datasets of one machine and what its clock says at each run. {@code forReal}: sanoid takes and destroys, by the stand-in; else it only says
 * what it would do, which is much quicker and cannot show what it does about names that are taken.
 */
record Case(String name, ZoneId zone, List<Instant> clock, int usedPercent, boolean forReal, List<Dataset> datasets) {
    Case {
        clock = List.copyOf(clock);
        datasets = List.copyOf(datasets);
    }
}
