package org.openfoodfacts.brigade.deployer.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.openfoodfacts.brigade.deployer.domain.Asked;
import org.openfoodfacts.brigade.deployer.domain.Deployment;
import org.openfoodfacts.brigade.deployer.domain.Phase;
import org.openfoodfacts.brigade.deployer.domain.Release;
import org.openfoodfacts.brigade.deployer.domain.Step;
import org.openfoodfacts.brigade.deployer.domain.Target;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** A deployment. {@code step} and {@code since} are those of the last step begun. */
@Entity
@Table(name = "deployment")
public class DeploymentEntity {
    @Id
    private UUID id;

    private String application;
    private String flavor;
    private String version;
    private String target;

    @Column(name = "asked_by")
    private String askedBy;

    @Column(name = "on_behalf_of")
    private String onBehalfOf;

    @Column(name = "correlation_id")
    private String correlationId;

    @Column(name = "idempotency_key")
    private String idempotencyKey;

    @Column(name = "asked_at")
    private Instant askedAt;

    @Enumerated(EnumType.STRING)
    private Phase.State state;

    @Enumerated(EnumType.STRING)
    private Step step;

    private Instant since;

    @Column(name = "command_id")
    private UUID commandId;

    private String head;

    @Column(name = "commit_id")
    private String commitId;

    @Column(name = "cancelled_by")
    private String cancelledBy;

    @Column(name = "cancel_command_id")
    private UUID cancelCommandId;

    @Column(name = "ended_at")
    private Instant endedAt;

    private String detail;

    protected DeploymentEntity() {}

    DeploymentEntity(Deployment deployment) {
        this.id = deployment.id();
        this.application = deployment.release().application();
        this.flavor = deployment.release().flavor();
        this.version = deployment.release().version();
        this.target = JsonText.write(deployment.target());
        Asked asked = deployment.asked();
        this.askedBy = asked.by();
        this.onBehalfOf = asked.onBehalfOf();
        this.correlationId = asked.correlationId();
        this.idempotencyKey = asked.idempotencyKey();
        this.askedAt = asked.at();
        advance(deployment.phase());
    }

    final void advance(Phase phase) {
        state = phase.state();
        switch (phase) {
            case Phase.Running running -> {
                step = running.step();
                since = running.since();
                commandId = running.command();
                commits(running.commits());
                cancelledBy = running.cancel() == null ? null : running.cancel().by();
                cancelCommandId =
                        running.cancel() == null ? null : running.cancel().command();
            }
            case Phase.Succeeded end -> end(end.at(), end.commits(), null);
            case Phase.Failed end -> end(end.at(), end.commits(), end.detail());
            case Phase.Cancelled end -> end(end.at(), end.commits(), end.detail());
        }
    }

    private void end(Instant at, Phase.Commits commits, String why) {
        commandId = null;
        endedAt = at;
        detail = why;
        commits(commits);
    }

    private void commits(Phase.Commits commits) {
        head = commits.head();
        commitId = commits.commit();
    }

    Deployment toDeployment() {
        return new Deployment(
                id,
                new Release(application, flavor, version),
                JsonText.read(target, Target.class),
                new Asked(askedBy, onBehalfOf, correlationId, idempotencyKey, askedAt),
                phase());
    }

    private Phase phase() {
        Phase.Commits commits = new Phase.Commits(head, commitId);
        return switch (state) {
            case RUNNING ->
                new Phase.Running(
                        step,
                        since,
                        commandId,
                        commits,
                        cancelledBy == null ? null : new Phase.Cancel(cancelledBy, cancelCommandId));
            case SUCCEEDED -> new Phase.Succeeded(endedAt, commits);
            case FAILED -> new Phase.Failed(endedAt, step, commits, detail);
            case CANCELLED -> new Phase.Cancelled(endedAt, step, commits, detail);
        };
    }
}
