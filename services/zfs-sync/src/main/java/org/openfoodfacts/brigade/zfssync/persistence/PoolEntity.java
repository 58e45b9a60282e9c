package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.openfoodfacts.brigade.contracts.facts.PoolsFact.Pool;

/** A pool as the newest facts have it; written by {@link FactStore} only. */
@Entity
@Immutable
@Table(name = "pool")
public class PoolEntity {
    @EmbeddedId
    private NodeDatasetKey key;

    private String guid;
    private String health;

    @Column(name = "size_bytes")
    private long sizeBytes;

    @Column(name = "allocated_bytes")
    private long allocatedBytes;

    @Column(name = "free_bytes")
    private long freeBytes;

    @Column(name = "fragmentation_percent")
    private int fragmentationPercent;

    protected PoolEntity() {}

    String node() {
        return key.node();
    }

    Pool toPool() {
        return new Pool(key.name(), guid, health, sizeBytes, allocatedBytes, freeBytes, fragmentationPercent);
    }
}
