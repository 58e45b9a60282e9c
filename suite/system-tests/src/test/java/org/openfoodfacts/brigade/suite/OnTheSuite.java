package org.openfoodfacts.brigade.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A test on the running suite, which it may have as a parameter; one such class at a time, beside those on real machines. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SuiteFixture.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the suite")
@interface OnTheSuite {}
