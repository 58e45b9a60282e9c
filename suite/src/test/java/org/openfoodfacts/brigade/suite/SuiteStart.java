package org.openfoodfacts.brigade.suite;

import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.Suite;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;

/** Starts one suite after the other, so that the second finds the AOT caches that the first has trained. */
public final class SuiteStart {
    private SuiteStart() {}

    public static synchronized Suite of(SuiteOptions options) {
        return Suite.start(options, Installation.find(), new Progress(System.err));
    }
}
