package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedZfsTest extends OnSimulatedMachine implements ZfsContract, ZfsStreamsContract {
    @Override
    public String parent() {
        return "tank/off";
    }
}
