package org.openfoodfacts.brigade.security;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How invitations and rotations are made, and how enrolled nodes reach Kafka. */
@ConfigMapping(prefix = "brigade.security")
public interface SecurityConfig {

    Duration invitationLifetime();

    /** How long a node may take to accept a command about a PSK. */
    Duration pskPatience();

    String nodeBootstrapServers();

    String nodeSecurityProtocol();

    /** Of the topics made for each node. */
    short replicationFactor();
}
