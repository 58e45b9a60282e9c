package org.openfoodfacts.brigade.zfssync;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How patient zfs-sync is with nodes, and how often it looks for snapshots whose time has come. */
@ConfigMapping(prefix = "brigade.zfs-sync")
public interface ZfsSyncConfig {

    /** How long a node may take to accept a command. */
    Duration patience();

    Duration expirySweep();

    /** How often it is looked at whether policies are ordered and kept to. */
    Duration policySweep();

    /** How often it is looked at whether copies are as they should be. */
    Duration pairSweep();

    /** How long something must keep a copy back before it is told: the facts of one machine come one after the other. */
    Duration findingPatience();

    /** How often it is looked at whose turn it is among the transfers that wait. */
    Duration transferSweep();

    /** How many transfers a machine sends or receives at a time. */
    @Min(1)
    int transfersPerNode();

    /** How often it is looked at how pools fill. */
    Duration poolSweep();

    /** The share of its size from which a pool counts as full: ZFS slows down before the last byte. */
    double poolFull();

    /** How long before the day a pool is likely to be full it is told of. */
    Duration poolWarning();

    /** How old the last scrub of a pool may be. */
    Duration poolScrub();

    /** How often it is looked at whether staging clones are due. */
    Duration clonesSweep();

    /** The time zone whose wall clock policies and the names of snapshots mean; Debian's sanoid.service sets UTC. */
    String policyZone();

    /** How old the newest common snapshot of a pair may be. */
    Duration lagGoal();
}
