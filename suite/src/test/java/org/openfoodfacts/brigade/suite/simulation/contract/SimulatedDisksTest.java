package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedDisksTest extends OnSimulatedMachine implements DisksContract {
    @Override
    public String well() {
        return "/dev/sdb";
    }

    @Override
    public String withoutSmart() {
        return "/dev/sda";
    }
}
