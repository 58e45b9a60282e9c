package org.openfoodfacts.brigade.suite.zfs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A test on two machines with real ZFS; it may have {@link ZfsGuests} as a parameter. One such class at a time, beside all others. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RequiresZfsLab.class, ZfsGuestsFixture.class})
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("zfs guests")
public @interface OnZfsGuests {}
