package org.openfoodfacts.brigade.suite.simulation.contract;

@InTheMachineImage
class RealNginxST extends OnMachineImage implements NginxContract {}
