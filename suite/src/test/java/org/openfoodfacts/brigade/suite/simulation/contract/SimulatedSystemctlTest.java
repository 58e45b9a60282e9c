package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedSystemctlTest extends OnSimulatedMachine implements SystemctlContract {}
