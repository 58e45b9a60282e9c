package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedStunnelTest extends OnSimulatedMachine implements StunnelContract {}
