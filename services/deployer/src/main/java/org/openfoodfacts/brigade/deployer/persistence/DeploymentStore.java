package org.openfoodfacts.brigade.deployer.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.deployer.domain.Deployment;
import org.openfoodfacts.brigade.deployer.domain.DeploymentFilter;
import org.openfoodfacts.brigade.deployer.domain.Phase;
import org.openfoodfacts.brigade.deployer.domain.Step;
import org.openfoodfacts.brigade.deployer.domain.StepRun;
import org.openfoodfacts.brigade.deployer.domain.Transition.Finished;

/** Deployments and their steps. */
@ApplicationScoped
public class DeploymentStore {

    /** Makes transactions that ask for the same thing wait for each other, in every instance, until they end. */
    public Uni<Void> exclusively(Session session, String what) {
        return session.createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended(:what, 0))", Integer.class)
                .setParameter("what", what)
                .getSingleResult()
                .replaceWithVoid();
    }

    public Uni<Void> add(Session session, Deployment deployment) {
        return session.persist(new DeploymentEntity(deployment)).chain(session::flush);
    }

    /** Null when nothing is deployed to the flavor now. */
    public Uni<UUID> running(Session session, String application, String flavor) {
        return session.createQuery(
                        "select id from DeploymentEntity where application = :application and flavor = :flavor"
                                + " and state = RUNNING",
                        UUID.class)
                .setParameter("application", application)
                .setParameter("flavor", flavor)
                .getSingleResultOrNull();
    }

    /** What this user asked for under this key; null when nothing. */
    public Uni<Deployment> ofKey(Session session, String user, String idempotencyKey) {
        return session.createQuery(
                        "from DeploymentEntity where askedBy = :user and idempotencyKey = :key", DeploymentEntity.class)
                .setParameter("user", user)
                .setParameter("key", idempotencyKey)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transform(DeploymentEntity::toDeployment);
    }

    public Uni<Deployment> find(Session session, UUID id) {
        return session.find(DeploymentEntity.class, id).onItem().ifNotNull().transform(DeploymentEntity::toDeployment);
    }

    /** As {@link #find}, and nobody else changes it before the transaction ends. */
    public Uni<Deployment> lock(Session session, UUID id) {
        return session.find(DeploymentEntity.class, id, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNotNull()
                .transform(DeploymentEntity::toDeployment);
    }

    /** The deployment that sent this command, locked; null when none did. */
    public Uni<Deployment> lockOfCommand(Session session, UUID command) {
        return session.createNativeQuery(
                        "select deployment_id from deployment_step where command_id = :command"
                                + " union select id from deployment where cancel_command_id = :command",
                        UUID.class)
                .setParameter("command", command)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .transformToUni(id -> lock(session, id));
    }

    /** Stores the phase, and the step whose command was just sent when it is a new one. */
    public Uni<Void> advance(Session session, Deployment deployment, boolean newStep) {
        return session.find(DeploymentEntity.class, deployment.id())
                .invoke(row -> row.advance(deployment.phase()))
                .chain(() -> newStep && deployment.phase() instanceof Phase.Running running
                        ? session.persist(
                                new StepEntity(deployment.id(), running.step(), running.command(), running.since()))
                        : Uni.createFrom().voidItem());
    }

    public Uni<Void> finish(Session session, UUID deployment, Finished finished) {
        return session.find(StepEntity.class, key(deployment, finished.step()))
                .invoke(row -> row.finish(finished))
                .replaceWithVoid();
    }

    /** Notes what a node reported of a step that had been given up. */
    public Uni<Void> recordLate(Session session, UUID command, String report) {
        return session.createQuery("from StepEntity where commandId = :command", StepEntity.class)
                .setParameter("command", command)
                .getSingleResultOrNull()
                .onItem()
                .ifNotNull()
                .invoke(row -> row.late(report))
                .replaceWithVoid();
    }

    public Uni<List<StepRun>> steps(Session session, UUID deployment) {
        return session.createQuery(
                        "from StepEntity where key.deploymentId = :deployment order by key.number", StepEntity.class)
                .setParameter("deployment", deployment)
                .getResultList()
                .map(rows -> rows.stream().map(StepEntity::toStepRun).toList());
    }

    /** Newest first. */
    public Uni<List<Deployment>> list(Session session, DeploymentFilter filter, int limit) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        put(conditions, "application = :application", filter.application());
        put(conditions, "flavor = :flavor", filter.flavor());
        put(conditions, "state = :state", filter.state());
        put(conditions, "id < :before", filter.before());
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions.keySet());
        var query = session.createQuery("from DeploymentEntity" + where + " order by id desc", DeploymentEntity.class);
        conditions.forEach(
                (condition, value) -> query.setParameter(condition.substring(condition.indexOf(':') + 1), value));
        return query.setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(DeploymentEntity::toDeployment).toList());
    }

    private static void put(Map<String, Object> conditions, String condition, Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    private static StepEntity.Key key(UUID deployment, Step step) {
        return new StepEntity.Key(deployment, step.number());
    }
}
