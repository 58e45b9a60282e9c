package org.openfoodfacts.brigade.suite;

import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;

/** How the tests start a suite: as built here, telling what it does. */
public final class SuiteStart {
    private SuiteStart() {}

    public static Suite of(SuiteOptions options) {
        return Suite.start(options, Installation.find(), new Progress(System.err));
    }
}
