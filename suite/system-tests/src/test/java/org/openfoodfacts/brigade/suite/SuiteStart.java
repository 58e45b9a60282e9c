package org.openfoodfacts.brigade.suite;

import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;

/** How the tests start a suite: as built here, telling what it does; one at a time, because two that start at once on two cores outlast a launcher's patience. */
public final class SuiteStart {
    private SuiteStart() {}

    public static synchronized Suite of(SuiteOptions options) {
        return Suite.start(options, Installation.find(), new Progress(System.err));
    }
}
