package org.openfoodfacts.brigade.proxyconfig.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openfoodfacts.brigade.proxyconfig.domain.Proxy;

/** A declared reverse proxy, and how far it is with its orders. */
@Entity
@Table(name = "proxy")
public class ProxyEntity {
    @Id
    private String node;

    @Column(name = "ordered_since")
    private Instant orderedSince;

    @Column(name = "ordered_generation")
    private long orderedGeneration;

    @Column(name = "applied_generation")
    private long appliedGeneration;

    private String problem;

    @Column(name = "problem_generation")
    private long problemGeneration;

    @Column(name = "fact_at")
    private Instant factAt;

    protected ProxyEntity() {}

    ProxyEntity(String node) {
        this.node = node;
    }

    Proxy toProxy(boolean enrolled) {
        return new Proxy(
                node, enrolled, orderedSince, orderedGeneration, appliedGeneration, problem, problemGeneration);
    }

    void ordered(long generation, Instant now) {
        orderedGeneration = generation;
        orderedSince = orderedSince == null ? now : orderedSince;
    }

    void applied(long generation) {
        appliedGeneration = Math.max(appliedGeneration, generation);
        if (problemGeneration <= generation) {
            problem = null;
        }
    }

    void failed(long generation, String why) {
        problem = why;
        problemGeneration = generation;
    }

    /** False when a newer fact is known already. */
    boolean isNewest(Instant at) {
        if (factAt != null && factAt.isAfter(at)) {
            return false;
        }
        factAt = at;
        return true;
    }
}
