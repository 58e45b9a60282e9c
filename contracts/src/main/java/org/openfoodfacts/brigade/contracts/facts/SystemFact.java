package org.openfoodfacts.brigade.contracts.facts;

import java.time.Instant;
import org.openfoodfacts.brigade.contracts.Required;

/** What runs on the machine. {@code bootTime} is when the kernel started; memory in bytes. */
public record SystemFact(
        @Required String hostname,
        String os,
        String osVersion,
        String kernel,
        String architecture,
        Instant bootTime,
        int cpus,
        long memoryBytes)
        implements Fact {}
