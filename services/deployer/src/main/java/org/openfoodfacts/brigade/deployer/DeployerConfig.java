package org.openfoodfacts.brigade.deployer;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How patient deployments are with nodes, and how live their logs are. */
@ConfigMapping(prefix = "brigade.deployer")
public interface DeployerConfig {

    /** How long a node may take to accept a command. */
    Duration patience();

    /** How often a followed log is read. */
    Duration logPoll();
}
