package org.openfoodfacts.brigade.inventory.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.openfoodfacts.brigade.contracts.state.FleetDeclared.Watch;
import org.openfoodfacts.brigade.inventory.domain.Observation;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** What a node's agent is told to watch. */
@Entity
@Table(name = "observation")
public class ObservationEntity {
    @Id
    private String node;

    private long generation;
    private String watch;

    @Column(name = "key_id")
    private String keyId;

    protected ObservationEntity() {}

    ObservationEntity(Observation observation) {
        this.node = observation.node();
        this.generation = observation.generation();
        this.watch = JsonText.write(observation.watch());
        this.keyId = observation.keyId();
    }

    Observation toObservation() {
        return new Observation(node, generation, JsonText.read(watch, Watch.class), keyId);
    }
}
