package org.openfoodfacts.brigade.zfssync.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.openfoodfacts.brigade.contracts.facts.SnapshotsFact.Bookmark;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.SnapshotSummary;

/** The newest listing of a dataset's snapshots in brief; written by {@link FactStore} only. */
@Entity
@Immutable
@Table(name = "snapshot_list")
public class SnapshotListEntity {
    private static final TypeReference<List<Bookmark>> BOOKMARKS = new TypeReference<>() {};

    @EmbeddedId
    @AttributeOverride(name = "name", column = @Column(name = "dataset"))
    private NodeDatasetKey key;

    private long snapshots;

    @Column(name = "used_bytes")
    private long usedBytes;

    private String newest;

    @Column(name = "newest_at")
    private Instant newestAt;

    @Column(name = "observed_at")
    private Instant observedAt;

    private String bookmarks;

    private boolean listed;

    protected SnapshotListEntity() {}

    NodeDatasetKey key() {
        return key;
    }

    /** When the dataset was listed last, or was said to be listed no longer. */
    Instant observedAt() {
        return observedAt;
    }

    /** False when it was said to be listed no longer. */
    boolean isListed() {
        return listed;
    }

    SnapshotSummary toSummary() {
        return listed ? new SnapshotSummary(snapshots, usedBytes, newest, newestAt, observedAt) : SnapshotSummary.NONE;
    }

    List<Bookmark> toBookmarks() {
        return JsonText.read(bookmarks, BOOKMARKS);
    }
}
