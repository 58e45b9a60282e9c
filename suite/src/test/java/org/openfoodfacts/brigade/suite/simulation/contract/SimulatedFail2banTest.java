package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedFail2banTest extends OnSimulatedMachine implements Fail2banContract {}
