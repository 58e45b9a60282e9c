package org.openfoodfacts.brigade.suite.simulation;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.openfoodfacts.brigade.agent.tools.zfs.policies.FollowPoliciesFollower;

/** A host with a second pool, and a follower whose time is played. */
abstract class TwoPoolsLab extends PolicyLab {
    static final String COPY = "backup/copy";
    static final String OTHER = "backup/other";

    final AtomicLong nanos = new AtomicLong();
    final FollowPoliciesFollower timed = new FollowPoliciesFollower(nanos::get);

    @BeforeEach
    void anotherPool() {
        bench = new Workbench(
                folder.resolve("two"),
                Description.of("north1", "host", "10.0.0.1")
                        .withPools(
                                new Description.SimulatedPool("tank", 4L << 40, List.of(IMAGES, LOGS)),
                                new Description.SimulatedPool("backup", 4L << 40, List.of(COPY, OTHER))));
    }
}
