package org.openfoodfacts.brigade.proxyconfig.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Since when a ban is enforced on a proxy; written by {@link EnforcementStore} only. */
@Entity
@Immutable
@Table(name = "enforcement")
public class EnforcementEntity {
    @EmbeddedId
    private Key key;

    private Instant since;

    @Column(name = "missing_since")
    private Instant missingSince;

    protected EnforcementEntity() {}

    @Embeddable
    public record Key(@Column(name = "ban_id") UUID banId, String node) {}

    UUID banId() {
        return key.banId();
    }

    String node() {
        return key.node();
    }

    Instant since() {
        return since;
    }

    Instant missingSince() {
        return missingSince;
    }
}
