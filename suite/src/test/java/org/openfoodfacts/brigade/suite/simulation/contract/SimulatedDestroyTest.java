package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedDestroyTest extends OnSimulatedPool implements DestroyContract {
    SimulatedDestroyTest() {
        super("tank/doomed");
    }
}
