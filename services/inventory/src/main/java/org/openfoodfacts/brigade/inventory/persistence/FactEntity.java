package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.inventory.domain.StoredFact;

/** The newest fact of a node, kind and part. */
@Entity
@Table(name = "fact")
@IdClass(FactEntity.Key.class)
public class FactEntity {
    @Id
    private String node;

    @Id
    private String kind;

    @Id
    private String part;

    private String body;

    @Column(name = "observed_at")
    private Instant observedAt;

    /** As in the topic's key. */
    public record Key(String node, String kind, String part) {}

    protected FactEntity() {}

    StoredFact toFact() {
        return new StoredFact(node, kind, part, body, observedAt);
    }
}
