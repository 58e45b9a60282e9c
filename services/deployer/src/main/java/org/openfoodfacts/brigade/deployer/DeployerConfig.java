package org.openfoodfacts.brigade.deployer;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How patient deployments are with nodes and with requests, and how live their logs are. */
@ConfigMapping(prefix = "brigade.deployer")
public interface DeployerConfig {

    /** How long a node may take to accept a command. */
    Duration patience();

    /** How old a request on the bus may be when it is read. */
    Duration requestAge();

    /** How often a followed log is read. */
    Duration logPoll();
}
