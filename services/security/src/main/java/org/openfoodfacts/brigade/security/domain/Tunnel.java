package org.openfoodfacts.brigade.security.domain;

/** A stunnel connection as the fleet declares it. {@code service} is the section's name, {@code secretsFile} its PSKsecrets. */
public record Tunnel(String name, End server, End client) {

    public record End(String node, String service, String secretsFile) {}
}
