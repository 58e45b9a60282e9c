package org.openfoodfacts.brigade.zfssync.domain;

/** What is wrong in a node's file of policies or pulls, with the place and what mends it; {@code ordinal} tells those of one line apart. */
public record PolicyProblem(
        String node, String file, int line, int ordinal, boolean error, String what, String remedy) {}
