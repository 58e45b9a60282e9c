package org.openfoodfacts.brigade.suite.simulation.contract;

@InTheMachineImage
class RealStunnelST extends OnMachineImage implements StunnelContract {}
