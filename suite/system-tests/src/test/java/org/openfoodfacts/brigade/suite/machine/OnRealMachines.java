package org.openfoodfacts.brigade.suite.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openfoodfacts.brigade.suite.simulation.contract.RequiresMachineImage;

/** A test on two real machines that take part in a suite; it may have {@link TwoMachines} as a parameter. One such class at a time, beside all others. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RequiresMachineImage.class, RequiresTarball.class, RequiresBridge.class, TwoMachinesFixture.class})
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("two machines")
@interface OnRealMachines {}
