package org.openfoodfacts.brigade.suite.simulation.contract;

@InTheMachineImage
class RealFail2banST extends OnMachineImage implements Fail2banContract {}
