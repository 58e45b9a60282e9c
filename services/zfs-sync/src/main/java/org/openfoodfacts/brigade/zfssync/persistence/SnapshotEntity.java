package org.openfoodfacts.brigade.zfssync.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Expiry;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Snapshot;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** A snapshot as the newest facts have it; written by {@link FactStore} only. */
@Entity
@Immutable
@Table(name = "snapshot")
public class SnapshotEntity {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    @EmbeddedId
    private Key key;

    private String guid;

    @Column(name = "create_txg")
    private long createTxg;

    private Instant creation;

    @Column(name = "used_bytes")
    private long usedBytes;

    private String holds;
    private String clones;
    private String reason;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "written_bytes")
    private Long writtenBytes;

    protected SnapshotEntity() {}

    @Embeddable
    public record Key(String node, String dataset, String name) {}

    Key key() {
        return key;
    }

    Snapshot toSnapshot() {
        Expiry expiry = reason == null && expiresAt == null ? null : new Expiry(reason, expiresAt);
        return new Snapshot(
                key.name(),
                guid,
                createTxg,
                creation,
                usedBytes,
                JsonText.read(holds, NAMES),
                JsonText.read(clones, NAMES),
                expiry,
                writtenBytes);
    }
}
