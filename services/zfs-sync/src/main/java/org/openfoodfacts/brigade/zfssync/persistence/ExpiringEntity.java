package org.openfoodfacts.brigade.zfssync.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.platform.json.StorableTime;
import org.openfoodfacts.brigade.zfssync.domain.ExpiringSnapshot;
import org.openfoodfacts.brigade.zfssync.domain.Fate;
import org.openfoodfacts.brigade.zfssync.domain.Purpose;

/** A taken snapshot on one dataset, and where it stands on its way out. */
@Entity
@Table(name = "expiring_snapshot")
public class ExpiringEntity {
    @EmbeddedId
    private Key key;

    private String node;
    private String name;
    private String guid;
    private Instant creation;
    private String reason;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "command_id")
    private UUID commandId;

    private int attempts;

    @Column(name = "not_before")
    private Instant notBefore;

    private String detail;

    @Column(name = "ended_at")
    private Instant endedAt;

    @Column(name = "freed_bytes")
    private long freedBytes;

    protected ExpiringEntity() {}

    ExpiringEntity(ExpiringSnapshot snapshot) {
        this.key = new Key(snapshot.requestId(), snapshot.ref().dataset());
        this.node = snapshot.node();
        this.name = snapshot.ref().name();
        this.guid = snapshot.ref().guid();
        this.creation = StorableTime.of(snapshot.ref().creation());
        this.reason = snapshot.purpose().reason();
        advance(snapshot);
    }

    /** The names of {@link Fate}'s kinds in the column {@code state}. */
    enum State {
        WAITING,
        DESTROYING,
        KEPT,
        DESTROYED,
        GONE
    }

    @Embeddable
    public record Key(@Column(name = "request_id") UUID requestId, String dataset) {}

    final void advance(ExpiringSnapshot snapshot) {
        expiresAt = snapshot.purpose().expiresAt();
        switch (snapshot.fate()) {
            case Fate.Waiting(Instant from, int tries, String why) -> set(State.WAITING, null, tries, from, why);
            case Fate.Destroying(UUID command, int tries, String told) ->
                set(State.DESTROYING, command, tries, notBefore, told);
            case Fate.Kept(Instant from, int tries, String why) -> set(State.KEPT, null, tries, from, why);
            case Fate.Destroyed(Instant at, long freed) -> {
                set(State.DESTROYED, null, attempts, notBefore, null);
                endedAt = at;
                freedBytes = freed;
            }
            case Fate.Gone(Instant at, String why) -> {
                set(State.GONE, null, attempts, notBefore, why);
                endedAt = at;
            }
        }
    }

    private void set(State newState, UUID command, int tries, Instant from, String why) {
        state = newState;
        commandId = command;
        attempts = tries;
        notBefore = from;
        detail = why;
    }

    ExpiringSnapshot toSnapshot() {
        Fate fate = switch (state) {
            case WAITING -> new Fate.Waiting(notBefore, attempts, detail);
            case DESTROYING -> new Fate.Destroying(commandId, attempts, detail);
            case KEPT -> new Fate.Kept(notBefore, attempts, detail);
            case DESTROYED -> new Fate.Destroyed(endedAt, freedBytes);
            case GONE -> new Fate.Gone(endedAt, detail);
        };
        var ref = new ExpiringSnapshot.Ref(key.dataset(), name, guid, creation);
        return new ExpiringSnapshot(key.requestId(), node, ref, new Purpose(reason, expiresAt), fate);
    }
}
