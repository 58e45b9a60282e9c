package org.openfoodfacts.brigade.suite.simulation.contract;

@InTheMachineImage
class RealKernelToolsST extends OnMachineImage implements KernelToolsContract {}
