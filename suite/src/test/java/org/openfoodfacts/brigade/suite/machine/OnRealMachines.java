package org.openfoodfacts.brigade.suite.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openfoodfacts.brigade.suite.simulation.contract.RequiresMachineImage;

/** A test on two real machines that take part in a suite; it may have {@link TwoMachines} as a parameter. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RequiresMachineImage.class, RequiresTarball.class, RequiresBridge.class, TwoMachinesFixture.class})
@interface OnRealMachines {}
