package org.openfoodfacts.brigade.contracts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The five services that decide. The id is the name in URLs, topics, Kafka users ({@code svc.<id>}) and CloudEvents sources. */
public enum Service {
    INVENTORY,
    ZFS_SYNC,
    PROXY_CONFIG,
    DEPLOYER,
    SECURITY;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String id() {
        return id;
    }

    public String kafkaUser() {
        return "svc." + id;
    }

    public static Optional<Service> of(String id) {
        return Arrays.stream(values()).filter(s -> s.id.equals(id)).findFirst();
    }
}
