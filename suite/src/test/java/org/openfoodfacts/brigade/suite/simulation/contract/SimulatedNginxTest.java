package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedNginxTest extends OnSimulatedMachine implements NginxContract {}
