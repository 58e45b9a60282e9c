package org.openfoodfacts.brigade.deployer.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.deployer.domain.Step;
import org.openfoodfacts.brigade.deployer.domain.StepRun;
import org.openfoodfacts.brigade.deployer.domain.Transition.Finished;

/** A step of a deployment that was begun, and the command that carries it out. */
@Entity
@Table(name = "deployment_step")
public class StepEntity {
    @EmbeddedId
    private Key key;

    @Column(name = "command_id")
    private UUID commandId;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    private Boolean succeeded;
    private String detail;
    private String late;

    protected StepEntity() {}

    StepEntity(UUID deployment, Step step, UUID command, Instant startedAt) {
        this.key = new Key(deployment, step.number());
        this.commandId = command;
        this.startedAt = startedAt;
    }

    void finish(Finished finished) {
        endedAt = finished.at();
        succeeded = finished.succeeded();
        detail = finished.detail();
    }

    void late(String report) {
        late = report;
    }

    UUID deployment() {
        return key.deploymentId();
    }

    StepRun toStepRun() {
        return new StepRun(Step.ofNumber(key.number()), commandId, startedAt, endedAt, succeeded, detail, late);
    }

    /** {@code number} is that of the step. */
    @Embeddable
    public record Key(@Column(name = "deployment_id") UUID deploymentId, int number) {}
}
