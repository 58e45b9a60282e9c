package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.contracts.facts.PresenceFact;
import org.openfoodfacts.brigade.inventory.domain.Presence;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** A node's last sign of life. */
@Entity
@Table(name = "presence")
public class PresenceEntity {
    @Id
    private String node;

    @Enumerated(EnumType.STRING)
    private Presence.State state;

    @Column(name = "first_seen_at")
    private Instant firstSeenAt;

    @Column(name = "last_seen_at")
    private Instant lastSeenAt;

    @Column(name = "interval_ms")
    private long intervalMillis;

    @Column(name = "lost_after")
    private Instant lostAfter;

    @Column(name = "lost_since")
    private Instant lostSince;

    private String said;

    protected PresenceEntity() {}

    PresenceEntity(Presence presence) {
        this.node = presence.node();
        this.state = presence.state();
        this.firstSeenAt = presence.firstSeen();
        this.lastSeenAt = presence.lastSeen();
        this.intervalMillis = presence.interval().toMillis();
        this.lostAfter = presence.lostAfter();
        this.lostSince = presence.lostSince();
        this.said = JsonText.write(presence.said());
    }

    Presence toPresence() {
        return new Presence(node, state, firstSeenAt, lastSeenAt, lostSince, JsonText.read(said, PresenceFact.class));
    }
}
