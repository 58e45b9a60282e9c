package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.openfoodfacts.brigade.contracts.facts.DatasetsFact.Dataset;

/** A dataset as the newest facts have it; written by {@link FactStore} only. */
@Entity
@Immutable
@Table(name = "dataset")
public class DatasetEntity {
    @EmbeddedId
    private NodeDatasetKey key;

    private String pool;
    private String guid;
    private String type;

    @Column(name = "used_bytes")
    private long usedBytes;

    @Column(name = "available_bytes")
    private long availableBytes;

    @Column(name = "referenced_bytes")
    private long referencedBytes;

    private String origin;

    @Column(name = "mount_point")
    private String mountPoint;

    protected DatasetEntity() {}

    String node() {
        return key.node();
    }

    String pool() {
        return pool;
    }

    Dataset toDataset() {
        return new Dataset(key.name(), guid, type, usedBytes, availableBytes, referencedBytes, origin, mountPoint);
    }
}
