package org.openfoodfacts.brigade.security;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How invitations and rotations are made, and how enrolled nodes reach Kafka. */
@ConfigMapping(prefix = "brigade.security")
public interface SecurityConfig {

    Duration invitationLifetime();

    /** How long a node may take to accept a command about a PSK. */
    Duration pskPatience();

    /** How many enrolments may be tried per minute from one address. */
    int enrolmentAttemptsPerAddress();

    /** How many enrolments may be tried per minute in all, in each instance. */
    int enrolmentAttempts();

    /** How often refusals of one invitation are told; those in between are counted. */
    Duration refusalInterval();

    String nodeBootstrapServers();

    String nodeSecurityProtocol();

    /** Of the topics made for each node. */
    short replicationFactor();
}
