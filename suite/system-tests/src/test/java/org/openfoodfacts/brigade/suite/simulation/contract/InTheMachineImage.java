package org.openfoodfacts.brigade.suite.simulation.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A contract held by the real tools of the machine image; one such class at a time, beside all others. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresMachineImage.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the machine image")
@interface InTheMachineImage {}
