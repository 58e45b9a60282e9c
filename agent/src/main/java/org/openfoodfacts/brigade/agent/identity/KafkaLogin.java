package org.openfoodfacts.brigade.agent.identity;

/** How this node reaches Kafka, the password in the clear; it lies in a 0600 file of the agent's state. */
public record KafkaLogin(
        String bootstrapServers, String securityProtocol, String saslMechanism, String username, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "KafkaLogin[" + username + "@" + bootstrapServers + "]";
    }
}
