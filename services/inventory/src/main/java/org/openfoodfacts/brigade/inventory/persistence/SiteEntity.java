package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.openfoodfacts.brigade.confs.fleet.Fleet.Site;

/** A site of the fleet as taken over. */
@Entity
@Table(name = "site")
public class SiteEntity {
    @Id
    private String name;

    @Column
    private String description;

    protected SiteEntity() {}

    SiteEntity(Site site) {
        this.name = site.name();
        this.description = site.description();
    }
}
