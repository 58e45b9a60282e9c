package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.openfoodfacts.brigade.inventory.domain.SiteSummary;

/** A row of the view that counts each site's machines. */
@Entity
@Immutable
@Table(name = "site_summary")
public class SiteSummaryEntity {
    @Id
    private String name;

    private String description;
    private long hosts;
    private long guests;
    private long online;
    private long lost;

    @Column(name = "never_seen")
    private long neverSeen;

    protected SiteSummaryEntity() {}

    SiteSummary toSummary() {
        return new SiteSummary(name, description, hosts, guests, online, lost, neverSeen);
    }
}
