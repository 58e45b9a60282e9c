package org.openfoodfacts.brigade.suite.fleet;

import org.openfoodfacts.brigade.suite.bus.Broker;
import org.openfoodfacts.brigade.suite.launch.Installation;
import org.openfoodfacts.brigade.suite.launch.Progress;
import org.openfoodfacts.brigade.suite.launch.SuiteOptions;
import org.openfoodfacts.brigade.suite.launch.Supervisor;
import org.openfoodfacts.brigade.suite.rest.ApiClient;

/** The agents of the fleet. */
public final class FleetProcesses {
    public FleetProcesses(SuiteOptions options, Installation installation, Supervisor supervisor, Broker broker) {}

    public void start(ApiClient api, Progress progress) {}
}
