package org.openfoodfacts.brigade.proxyconfig.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.proxyconfig.domain.Ban;
import org.openfoodfacts.brigade.proxyconfig.domain.Network;
import org.openfoodfacts.brigade.proxyconfig.domain.NetworkText;

/** A ban, present or past. */
@Entity
@Table(name = "ban")
public class BanEntity {
    @Id
    private UUID id;

    private String network;
    private String reason;

    @Column(name = "added_by")
    private String addedBy;

    @Column(name = "added_at")
    private Instant addedAt;

    private Instant until;
    private long generation;

    @Column(name = "ended_at")
    private Instant endedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "ended_how")
    private Ban.How endedHow;

    @Column(name = "ended_by")
    private String endedBy;

    protected BanEntity() {}

    BanEntity(Ban ban) {
        this.id = ban.id();
        this.network = ban.network().toString();
        this.reason = ban.reason();
        this.addedBy = ban.by();
        this.addedAt = ban.at();
        this.until = ban.until();
        this.generation = ban.generation();
    }

    void end(Ban.End end) {
        endedAt = end.at();
        endedHow = end.how();
        endedBy = end.by();
    }

    Ban toBan() {
        Ban.End end = endedAt == null ? null : new Ban.End(endedAt, endedHow, endedBy);
        return new Ban(id, stored(network), reason, addedBy, addedAt, until, generation, end);
    }

    static Network stored(String text) {
        return switch (NetworkText.network(text)) {
            case NetworkText.Read(Network read, boolean _) -> read;
            case NetworkText.Unreadable(String why) ->
                throw new IllegalStateException("the stored network " + text + " " + why);
        };
    }
}
