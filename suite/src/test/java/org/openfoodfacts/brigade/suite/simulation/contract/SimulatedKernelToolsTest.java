package org.openfoodfacts.brigade.suite.simulation.contract;

class SimulatedKernelToolsTest extends OnSimulatedMachine implements KernelToolsContract {}
