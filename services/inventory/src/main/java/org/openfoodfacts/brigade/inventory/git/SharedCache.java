package org.openfoodfacts.brigade.inventory.git;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openfoodfacts.brigade.inventory.InventoryConfig;
import org.openfoodfacts.brigade.inventory.domain.RepositoryAddress;

/**
 * Reads the configuration repository as the only process that uses the cache: instances on one machine have the same clones, and git
 * makes them one writer at a time. Blocks while another process reads; the kernel lets go for one that is killed.
 */
@ApplicationScoped
public class SharedCache {
    private final ConfigurationRepository repository;
    private final InventoryConfig config;

    SharedCache(ConfigurationRepository repository, InventoryConfig config) {
        this.repository = repository;
        this.config = config;
    }

    /** @param known as {@link ConfigurationRepository#read} takes it */
    public Reading read(String known) {
        RepositoryAddress address = repository.address();
        if (address == null || address.isLocalPath()) {
            return repository.read(known);
        }
        Path cache = config.cache();
        try {
            Files.createDirectories(cache);
            try (FileChannel file = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                return repository.read(known);
            }
        } catch (IOException e) {
            return new Reading.Unreadable(
                    "the folder " + cache + " cannot be used (" + e + "); mend it or set brigade.inventory.cache");
        }
    }
}
